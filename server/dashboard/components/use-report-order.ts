import { useMemo } from 'preact/hooks';
import type { RestPort } from '../rest/rest-client.ts';
import { ReportOrder } from '../store/report-order.ts';

/** An order whose file the browser loads when it is there; a new one for each event. */
export function useReportOrder(rest: RestPort, event?: string): ReportOrder {
  return useMemo(
    () =>
      new ReportOrder({
        rest,
        load: (url) => location.assign(url),
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      }),
    [rest, event],
  );
}
