import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Overrides, TestServer } from './test-server.ts';

const PAGE = join(import.meta.dirname, '../../dist/dashboard');

class PageServer extends TestServer {
  override get pageDir() {
    return PAGE;
  }
}

/** A server for all tests of a suite that serves the page as the global set-up has built it. */
export function usePageServer(overrides: Overrides = {}): TestServer {
  const server = new PageServer();
  beforeAll(async () => {
    await server.start(overrides);
  });
  afterAll(() => server.stop());
  return server;
}
