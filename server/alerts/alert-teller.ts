import type { HistoryAlerts } from '../../storage/ports/history/alerts.ts';
import type { AlertRow, HistoryBatch } from '../../storage/types.ts';
import type { AlertName } from '../live/alerts/alert-id.ts';

/** What became of an alert. */
export type AlertNews = 'raised' | 'cleared' | 'acknowledged';

export interface AlertTellerOptions {
  readonly history: Pick<HistoryAlerts, 'alert'>;
  /** Tells the pages of this node. */
  readonly publish: (alert: AlertRow) => void;
  /** Tells by e-mail, where this node is the one that does. */
  readonly mail: (alert: AlertRow, news: AlertNews) => void;
  readonly onError: (error: unknown) => void;
}

/** Tells people of alerts once the file has them, in order. Of what is muted nobody hears. */
export class AlertTeller {
  readonly #options: AlertTellerOptions;
  #telling: Promise<void> = Promise.resolve();

  constructor(options: AlertTellerOptions) {
    this.#options = options;
  }

  /** To be told of every commit. */
  committed({ alerts }: Pick<HistoryBatch, 'alerts'>): void {
    for (const effect of alerts) {
      if (effect.kind === 'alertRaised') this.#tell(effect.alert, 'raised');
      else if (effect.kind === 'alertAcknowledged') this.#tell(effect, 'acknowledged');
      // A peak ends where it begins.
      else if (effect.kind === 'alertCleared' && effect.at > effect.raisedAt) this.#tell(effect, 'cleared');
    }
  }

  /** Resolves when all that was committed is told. */
  close(): Promise<void> {
    return this.#telling;
  }

  #tell({ rule, raisedAt }: AlertName, news: AlertNews): void {
    const { history, publish, mail, onError } = this.#options;
    const tell = async () => {
      const alert = await history.alert({ rule, raisedAt });
      if (alert === null || alert.isMuted) return;
      publish(alert);
      mail(alert, news);
    };
    this.#telling = this.#telling.then(tell).catch(onError);
  }
}
