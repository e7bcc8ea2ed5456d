import { openImportSpool } from '../../storage/sqlite/import-spool.ts';
import { createApi } from '../api/app.ts';
import { Cursors } from '../api/cursors.ts';
import { IMPORT_PATH, MAX_IMPORT_BYTES } from '../api/import-route.ts';
import { BootstrapSource } from '../bootstrap/bootstrap-source.ts';
import { Copies } from '../bootstrap/copies.ts';
import { fetchBridge } from '../gateway/fetch-bridge.ts';
import type { LogNode } from '../log-node.ts';
import { refuseUrl } from '../webhooks/guard/refuse-url.ts';
import type { Base } from './base.ts';
import type { Parts } from './wire.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** Answers REST requests, and with the page. */
export function apiOf(base: Base, { opened, node, gateway, exchanges, reports }: Parts) {
  const { options, secret, tokens, reportLinks, nodes, metrics, allowed, mailer, onError } = base;
  const { config, pageDir } = options;
  const { history } = opened;
  const { live, pipeline, recorder, dataThrough } = node;
  const { broadcast, composer, credentials, keyUses, unavailable } = gateway;
  const folder = config.dataDir;
  const api = createApi({
    ...{ live, pipeline, history, unavailable, dataThrough },
    ...{ broadcast, composer, credentials, keyUses },
    ...{ tokens, metrics, metricsToken: config.metricsToken, pageDir, onError },
    ...{ reports, reportLinks, mailer, publicUrl: config.publicUrl },
    series: node.running.series,
    cursors: new Cursors(secret),
    refuseUrl: (url) => refuseUrl(url, allowed),
    openSpool: (name) => openImportSpool(folder, name),
    isNode: (token) => nodes.isGood(token),
    backups: new Copies({ history, folder, name: 'backup-copy.db', onError }),
    bootstrap: config.redis && new BootstrapSource({ history, folder, tokens: nodes, onError }),
    uncommittedMinutes: () => recorder.uncommittedMinutes,
    notReady: () => notReady(node),
  });
  return fetchBridge({
    fetch: (request) => api.fetch(request),
    maxBodyBytes: (path) => (path === IMPORT_PATH ? MAX_IMPORT_BYTES : MAX_BODY_BYTES),
    ...{ onError, exchanges },
  });
}

function notReady({ pipeline, recorder }: LogNode): string[] {
  return [...pipeline.notReady, ...(recorder.isFailing ? ['the file cannot be written'] : [])];
}
