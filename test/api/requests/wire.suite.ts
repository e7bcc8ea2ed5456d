import { describe, expect, test } from 'vitest';
import { exchange, RawSocket, statusOf } from '../../support/raw-socket.ts';
import type { Tenant } from '../../support/tenant.ts';
import type { TestServer } from '../../support/test-server.ts';

/** Requests byte by byte. `tenant` is there once the tests run. */
export function wire(server: TestServer, tenant: () => Tenant): void {
  describe('requests as they come over the wire', () => {
    const authorization = () => `Authorization: Bearer ${tenant().token('desk', { role: 'operator' })}`;
    const put = (headers: string, body: string) =>
      exchange(
        server.port,
        `PUT /v1/events/w HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`,
      );

    test('a body may come in chunks', async () => {
      const answer = await put(`${authorization()}\r\nTransfer-Encoding: chunked`, '2\r\n{}\r\n0\r\n\r\n');
      expect(statusOf(answer)).toBeLessThan(300);
    });

    test('a body in chunks is bounded as well', async () => {
      const raw = await RawSocket.open(server.port);
      raw.write(
        `PUT /v1/events/w HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${authorization()}\r\nTransfer-Encoding: chunked\r\n\r\n`,
      );
      for (let sent = 0; sent < 18; sent++) raw.write(`10000\r\n${' '.repeat(0x10000)}\r\n`);
      await raw.until((text) => text.includes('"code":"too_large"'));
      raw.destroy();
    });

    test('a length and chunks together are refused', async () => {
      const answer = await put(
        `${authorization()}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked`,
        '2\r\n{}\r\n0\r\n\r\n',
      );
      expect(statusOf(answer)).toBe(400);
    });

    test('two Authorization headers are none', async () => {
      expect(statusOf(await put(`${authorization()}\r\n${authorization()}\r\nContent-Length: 2`, '{}'))).toBe(
        401,
      );
    });

    test('a request that is refused before its body has come does not spoil the connection', async () => {
      const raw = await RawSocket.open(server.port);
      const size = 400_000;
      raw.write(
        `PUT /v1/events/w HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${size}\r\n\r\n`,
      );
      raw.write('x'.repeat(size / 2));
      await raw.until((text) => text.includes('"code":"unauthorized"'));
      raw.write('x'.repeat(size / 2));
      raw.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await raw.until((text) => text.includes('{"status":"ok"}'));
      raw.destroy();
    });

    test('several requests in one breath are answered in order', async () => {
      const raw = await RawSocket.open(server.port);
      const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
      raw.write(get('/livez'));
      await raw.until((text) => text.includes('"ok"'));
      raw.write(get('/readyz'));
      await raw.until((text) => text.includes('"ready"'));
      raw.destroy();
    });
  });
}
