import { useEffect, useMemo } from 'preact/hooks';
import '../styles/history.css';
import '../styles/operations.css';
import { KeysPanel } from '../components/operations/keys-panel.tsx';
import { NodePanel } from '../components/operations/node-panel.tsx';
import { WebhooksPanel } from '../components/operations/webhooks-panel.tsx';
import { usePage } from '../components/page-context.ts';
import { PageHeader } from '../components/page-header.tsx';
import { KeysStore } from '../store/operations/keys-store.ts';
import { NodeStore } from '../store/operations/node-store.ts';
import { WebhooksStore } from '../store/operations/webhooks-store.ts';
import type { Account } from '../store/page.ts';
import { operationsTexts } from '../texts/operations.ts';

/** The figures of a node change by the second, but nobody reads them so fast. */
const EVERY_MS = 5000;

/** How the server fares, and what admins alone may do. */
export function OperationsView({ account }: { account: Account }) {
  const { page } = usePage();
  const { node, keys, webhooks } = useMemo(
    () => ({
      node: new NodeStore(account.rest),
      keys: new KeysStore(account.rest),
      webhooks: new WebhooksStore(account.rest),
    }),
    [account],
  );
  useEffect(() => {
    for (const store of [node, keys, webhooks]) void store.load();
    const timer = setInterval(() => {
      if (!document.hidden) void node.load();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [node, keys, webhooks]);
  useEffect(
    () =>
      page.now.subscribe((now) => {
        if (!document.hidden) void webhooks.deliveries.renew(now);
      }),
    [page, webhooks],
  );
  const refused = [node, keys, webhooks].some(({ asking }) => asking.problem.value?.status === 401);
  useEffect(() => {
    if (refused) page.refuseToken();
  }, [refused, page]);
  return (
    <>
      <PageHeader account={account} desk={null} />
      <main class="desk" id="main">
        <h1 class="op-title" tabIndex={-1}>
          {operationsTexts.title}
        </h1>
        <NodePanel store={node} />
        <WebhooksPanel store={webhooks} />
        <KeysPanel store={keys} />
      </main>
    </>
  );
}
