import type { History, ImportSpool, MinuteRow, SeriesReader } from '../../storage/types.ts';
import type { BootstrapSource } from '../bootstrap/bootstrap-source.ts';
import type { Copies } from '../bootstrap/copies.ts';
import type { Broadcast } from '../broadcast/broadcast.ts';
import type { CountersComposer } from '../broadcast/counters.ts';
import type { Claims } from '../gateway/claims.ts';
import type { Credentials } from '../gateway/credentials.ts';
import type { KeyUses } from '../gateway/key-uses.ts';
import type { Tokens } from '../gateway/tokens.ts';
import type { KeepAudit } from '../live/keeping.ts';
import type { Live } from '../live/live.ts';
import type { Mailbox } from '../mail/mail.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Pipeline } from '../pipeline.ts';
import type { ReportDesk } from '../reports/report-desk.ts';
import type { ReportLinks } from '../reports/report-links.ts';
import type { Cursors } from './cursors.ts';
import type { Unavailable } from './unavailable.ts';

/** What the routes work with. */
export interface ApiParts {
  readonly live: Live;
  readonly pipeline: Pipeline;
  readonly history: History;
  /** Makes a spool of this name, which nobody else has. */
  readonly openSpool: (name: string) => Promise<ImportSpool>;
  /** Answers questions across scopes. */
  readonly series: SeriesReader;
  readonly broadcast: Broadcast;
  readonly composer: CountersComposer;
  /** Signs. */
  readonly tokens: Tokens;
  readonly credentials: Pick<Credentials, 'verify'>;
  readonly keyUses: Pick<KeyUses, 'lastUse'>;
  readonly cursors: Cursors;
  /** Why webhooks may not go to a URL; null when they may. */
  readonly refuseUrl: (url: string) => string | null;
  readonly metrics: Metrics;
  readonly metricsToken: string | undefined;
  /** Whether a token is that of a node, or of who has the common secret. */
  readonly isNode: (token: string) => boolean;
  /** Log time up to which the file has everything, ms. */
  readonly dataThrough: () => number;
  /** Minutes that have closed but are not in the file yet. */
  readonly uncommittedMinutes: () => readonly MinuteRow[];
  /** Why the server is not ready; empty when it is. */
  readonly notReady: () => readonly string[];
  /** Where several nodes share a log. */
  readonly bootstrap?: BootstrapSource | undefined;
  readonly backups: Pick<Copies, 'copy'>;
  /** Every `/v1` route answers this code, while there is one. */
  readonly unavailable?: Unavailable | undefined;
  readonly reports: ReportDesk;
  /** Signs links to files of reports. */
  readonly reportLinks: ReportLinks;
  /** Where messages go; undefined: nothing is sent by e-mail. */
  readonly mailer?: Mailbox | undefined;
  /** Base URL by which people reach this server. */
  readonly publicUrl?: string | undefined;
  /** Folder of the built page. */
  readonly pageDir: string;
  readonly onError: (error: unknown) => void;
}

export interface ListPage {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

export interface ApiEnv {
  Variables: { claims: Claims; noteAct: (act: Omit<KeepAudit, 'type'>) => void };
  /** Who asks within the process for a page of a list takes it as it is, without JSON between. */
  Bindings: { takePage?: (page: ListPage) => void };
}
