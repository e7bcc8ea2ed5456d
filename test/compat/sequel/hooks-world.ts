import { afterAll, beforeAll, expect } from 'vitest';
import type { Answer } from '../../support/rest.ts';
import type { Tenant } from '../../support/tenant.ts';
import { type TestServer, useTestServer } from '../../support/test-server.ts';
import { Receiver } from '../../webhooks/receiver.ts';

const ROOT = '/compat/sequel/api/integrations/webhooks';

export interface Operation {
  readonly method?: string;
  readonly body?: unknown;
  readonly token?: string | null;
}

export interface Registered {
  readonly webHookSubscriptionId: string;
  readonly clientSecret: string;
  readonly expiresOn: string;
}

/** Two companies, of which the first subscribes to what happens in its webinar, and who is told. */
class Hooks {
  readonly server: TestServer;
  #acme: Tenant | undefined;
  #other: Tenant | undefined;
  #receiver: Receiver | undefined;

  constructor(server: TestServer) {
    this.server = server;
  }

  async make(): Promise<void> {
    this.#receiver = await Receiver.open();
    this.#acme = this.server.tenant();
    const { acme } = this;
    this.#other = this.server.tenant();
    const admin = { token: acme.token('boss', { role: 'admin' }) };
    await acme.call(`/v1/organizations/${acme.org}`, { ...admin, method: 'PUT', body: { name: 'Acme' } });
    await acme.call('/v1/organizations/acme-labs', { ...admin, method: 'PUT', body: { parentId: acme.org } });
    await acme.call('/v1/events/webinar', { method: 'PUT', body: { title: 'Webinar' } });
    await acme.putSession('talk', { event: 'webinar', kind: 'mainStage' });
    await acme.putSession('tables', { event: 'webinar', kind: 'networking' });
    await this.other.call('/v1/events/theirs', { method: 'PUT', body: {} });
  }

  async close(): Promise<void> {
    await this.receiver.close();
  }

  get acme(): Tenant {
    return made(this.#acme);
  }

  get other(): Tenant {
    return made(this.#other);
  }

  get receiver(): Receiver {
    return made(this.#receiver);
  }

  readonly endpoint = (path: string): string => `http://127.0.0.1:${this.receiver.port}${path}`;

  readonly call = (path = '', { method = 'GET', body, token }: Operation = {}): Promise<Answer> =>
    this.acme.call(`${ROOT}${path}`, {
      ...{ method, body },
      token: token === undefined ? this.acme.token('boss', { role: 'admin' }) : token,
    });

  readonly registration = (parts: Record<string, unknown> = {}, eventType = 'virtual-stage-event-ended') => ({
    eventType,
    subscriptionInfo: { companyId: this.acme.org, endpoint: this.endpoint('/in'), ...parts },
  });

  readonly register = async (parts?: Record<string, unknown>, eventType?: string): Promise<Registered> => {
    const { status, json } = await this.call('', {
      method: 'POST',
      body: this.registration(parts, eventType),
    });
    expect(status).toBe(201);
    return json as unknown as Registered;
  };
}

function made<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the world has not been made');
  return value;
}

/** A server for the tests of a file, with the companies on it. */
export function useHooks(): Hooks {
  const hooks = new Hooks(useTestServer({ WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' }));
  beforeAll(() => hooks.make());
  afterAll(() => hooks.close());
  return hooks;
}
