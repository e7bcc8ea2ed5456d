import type { MarkedTenant } from './marked-tenant.ts';

/** Lists of everything that a tenant has made, without what grows by itself while somebody is present. */
export async function keptOf({ tenant, ids, ...marked }: MarkedTenant): Promise<Record<string, unknown>> {
  const token = tenant.token(`${marked.idMark}-boss`, { role: 'admin' });
  const [session] = ids.session;
  const paths = [
    ...['organizations', 'events', 'attendees', 'keys', 'webhooks', 'alerts', 'alert-history'],
    ...ids.event.flatMap((id) => [`events/${id}/sessions`, `events/${id}/registrations`]),
    ...[`sessions/${session}/bookmarks`, `sessions/${session}/engagements`, `sessions/${session}/polls`],
    'audit?limit=1000',
  ];
  const answers = paths.map(async (path) => {
    const { status, text } = await tenant.call(`/v1/${path}`, { token });
    if (status !== 200) throw new Error(`${path} was answered ${text}`);
    return [path, text.replace(/"dataThrough":"[^"]+"/, '')] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
}
