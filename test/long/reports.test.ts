import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { startCluster } from '../cluster/cluster.ts';
import type { TestNode } from '../cluster/test-node.ts';
import { startMailServer } from '../support/mail-server.ts';
import { canStartRedis } from '../support/redis-process.ts';
import { startRedis } from '../support/redis-server.ts';
import { readSheets, settledReport } from '../support/reports.ts';
import { SOON } from '../support/soon.ts';
import { Tenant } from '../support/tenant.ts';
import { openReceiver } from '../webhooks/receiver.ts';

const PUBLIC_URL = 'https://counts.example';
const READER = 'desk@people.example';
const DAYS = { from: '2026-05-04', to: '2026-05-05' };

interface Told {
  readonly type: string;
  readonly data: { readonly report: string };
}

/** Two nodes of an organization with an event of one room and one visit, and all who are told of its reports. */
async function openDesks() {
  const redis = await startRedis();
  const mails = await startMailServer();
  const receiver = await openReceiver();
  const environment = {
    ...{ WEBHOOK_ALLOW_PRIVATE: '127.0.0.1', PUBLIC_URL },
    ...{ SMTP_URL: mails.url, MAIL_FROM: 'headcount@counts.example' },
  };
  const cluster = await startCluster({ urls: [redis.url, redis.url], environment });
  const [first, second] = [0, 1].map((index) => new Tenant(cluster.node(index).url, 'acme', 'plain'));
  if (first === undefined || second === undefined) throw new Error('there are fewer nodes');
  await prepare(first, receiver.url);
  return { nodes: [cluster.node(0), cluster.node(1)] as const, cluster, first, second, mails, receiver };
}

async function prepare(tenant: Tenant, url: string): Promise<void> {
  const token = tenant.token('boss', { role: 'admin' });
  await tenant.call('/v1/events/expo', { method: 'PUT', body: { shortCode: 'EXPO', timeZone: 'UTC' } });
  await tenant.putSession('garden', { event: 'expo', kind: 'networking' });
  const visit = {
    session: 'garden',
    attendee: 'ann',
    start: '2026-05-04T09:00:00Z',
    end: '2026-05-04T10:00:00Z',
  };
  const body = [
    { kind: 'attendee', id: 'ann', name: 'Ann' },
    { kind: 'slice', id: 'visit', mode: 'live', ...visit },
  ];
  const lines = body.map((line) => JSON.stringify(line)).join('\n');
  const imported = await tenant.call('/v1/import', {
    ...{ method: 'POST', body: lines, token },
    headers: { 'content-type': 'application/x-ndjson' },
  });
  expect([imported.status, imported.text]).toEqual([200, expect.anything()]);
  const hook = { url, types: ['report.ready'] };
  expect((await tenant.call('/v1/webhooks', { method: 'POST', token, body: hook })).status).toBe(201);
}

async function order(tenant: Tenant): Promise<string> {
  const body = { event: 'expo', ...DAYS, email: READER };
  const { status, json } = await tenant.call('/v1/reports', { method: 'POST', body });
  expect(status).toBe(202);
  return String(json.id);
}

const settled = (tenant: Tenant, id: string) =>
  settledReport((path) => tenant.call(path), `/v1/reports/${id}`);

/** Names in the folder of reports of a node; `.part-` is in those of reports that are being made. */
const filesOf = ({ dataDir }: TestNode) =>
  readdir(join(dataDir, 'reports'), { recursive: true }).catch((): string[] => []);

/** Asks for a report and ends the node while it makes that. */
async function orderAndKill(tenant: Tenant, node: TestNode): Promise<string> {
  const id = await order(tenant);
  await vi.waitFor(async () => expect((await filesOf(node)).join()).toContain(`${id}.part-`), SOON);
  await node.kill();
  const files = await filesOf(node);
  expect([files.join().includes(`${id}.part-`), files.some((name) => name.endsWith(id))]).toEqual([
    true,
    false,
  ]);
  return id;
}

type Desks = Awaited<ReturnType<typeof openDesks>>;

/** The reports that anybody was told of by now, in order: a last one is asked for, so that whoever is told twice of another is before it. */
async function toldOf({ first, mails, receiver }: Desks, told: readonly string[]): Promise<void> {
  const last = await order(first);
  await settled(first, last);
  await receiver.count(told.length + 1);
  await mails.arrived(told.length + 1);
  const heard = receiver.received.map(({ body }) => JSON.parse(body) as Told);
  expect(heard.map(({ type, data }) => [type, data.report])).toEqual(
    [...told, last].map((id) => ['report.ready', id]),
  );
  const links = mails.received.map((mail) => /reports\/(\w+)\/file/.exec(mail.replaceAll('=\r\n', ''))?.[1]);
  expect(links.toSorted()).toEqual([...told, last].toSorted());
}

/** The workbook has the one visit. */
async function expectWorkbook(tenant: Tenant, { url }: TestNode, id: string): Promise<void> {
  const { json } = await settled(tenant, id);
  expect(json).toMatchObject({ status: 'ready', reason: null, finishedAt: expect.any(String) });
  const sheets = await readSheets(url + String(json.downloadUrl));
  expect(sheets[3]?.rows.slice(1)).toEqual([expect.arrayContaining(['ann', 'Ann', 1])]);
}

describe.runIf(canStartRedis)('a report of two nodes', () => {
  it('is asked for on one and loaded from both, and told once', async () => {
    const desks = await openDesks();
    const { first, second, nodes } = desks;
    const id = await order(first);
    // Both make it at the same time: only one of them is the first to be through.
    await Promise.all([expectWorkbook(first, nodes[0], id), expectWorkbook(second, nodes[1], id)]);
    await toldOf(desks, [id]);
  });

  it('is made by the other, asked for it, when its node is killed; which tells it no more after its restart', async () => {
    const desks = await openDesks();
    const { first, second, nodes, cluster } = desks;
    const id = await orderAndKill(first, nodes[0]);
    await expectWorkbook(second, nodes[1], id);
    await nodes[0].start();
    await cluster.ready();
    await expectWorkbook(first, nodes[0], id);
    expect((await filesOf(nodes[0])).filter((name) => name.includes('.part-'))).toEqual([]);
    await toldOf(desks, [id]);
  });

  it('is made by its node after the restart', async () => {
    const desks = await openDesks();
    const { first, nodes, cluster, receiver } = desks;
    const id = await orderAndKill(first, nodes[0]);
    await nodes[0].start();
    await cluster.ready();
    await receiver.count(1);
    await expectWorkbook(first, nodes[0], id);
    await toldOf(desks, [id]);
  });

  it('is made by the other, asked by nobody, when its node does not come back', async () => {
    const desks = await openDesks();
    const { first, second, nodes, receiver } = desks;
    const id = await orderAndKill(first, nodes[0]);
    await receiver.count(1);
    await expectWorkbook(second, nodes[1], id);
    await toldOf({ ...desks, first: second }, [id]);
  });
});
