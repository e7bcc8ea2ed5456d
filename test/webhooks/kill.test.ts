import { expect, it, onTestFinished } from 'vitest';
import { ServerProcess } from '../support/server-process.ts';
import { SOON } from '../support/soon.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { Tenant } from '../support/tenant.ts';
import { openReceiver } from './receiver.ts';

it('a message whose answer nobody noted when the server was killed is sent again, with the same id', async () => {
  const DATA_DIR = temporaryFolder();
  const settings = { DATA_DIR, WEBHOOK_ALLOW_PRIVATE: '127.0.0.1' };
  const receiver = await openReceiver(() => {});
  const start = async () => {
    const server = await ServerProcess.start(settings);
    onTestFinished(() => server.kill());
    const tenant = new Tenant(server.url, 'acme', 'plain');
    const token = tenant.token('boss', { role: 'admin' });
    const call = async (method: string, path: string, body?: object) =>
      (await tenant.call(`/v1/webhooks${path}`, { method, token, body })).json;
    return { server, call };
  };
  const first = await start();
  const { id } = await first.call('POST', '', { url: receiver.url });
  await first.call('POST', `/${id}/test`, {});
  await receiver.count(1);
  await first.server.kill();
  receiver.answering = (response) => response.end();
  const second = await start();
  await receiver.count(2);
  const [before, after] = receiver.received;
  expect(after?.headers['webhook-id']).toBe(before?.headers['webhook-id']);
  expect(after?.body).toBe(before?.body);
  const counts = async () => (await second.call('GET', `/${id}`)).deliveries;
  await expect.poll(counts, SOON).toMatchObject({ pending: 0, delivered: 1 });
  expect(receiver.received).toHaveLength(2);
});
