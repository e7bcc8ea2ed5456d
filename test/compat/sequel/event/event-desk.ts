import { expect } from 'vitest';
import type { Tenant } from '../../../support/tenant.ts';
import type { TestServer } from '../../../support/test-server.ts';
import type { caller } from '../company-world.ts';

export const ENGAGEMENT = '/api/analytics/user-engagement/events';
export const ANALYTICS = '/api/analytics/events';
export const EVENTS = '/api/v1/events';

/** A minute as the vendor's answers have it. */
export interface MinuteObject {
  readonly minute: number;
  readonly count: number;
  readonly users: readonly { readonly userId: string }[];
}

/** What the figures of events are asked with, once its server runs. */
export class EventDesk {
  readonly server: TestServer;
  #tenant: Tenant | undefined;
  #call: ReturnType<typeof caller> | undefined;

  constructor(server: TestServer) {
    this.server = server;
  }

  open(tenant: Tenant, call: ReturnType<typeof caller>): void {
    this.#tenant = tenant;
    this.#call = call;
  }

  get tenant(): Tenant {
    if (this.#tenant === undefined) throw new Error('the desk is not open');
    return this.#tenant;
  }

  readonly call = (path: string): ReturnType<ReturnType<typeof caller>> => {
    if (this.#call === undefined) throw new Error('the desk is not open');
    return this.#call(path);
  };

  /** The answer, which must be one. */
  readonly get = async (path: string): Promise<Record<string, unknown>> => {
    const { status, text, json, headers } = await this.call(path);
    expect([path, status, status === 200 ? '' : text]).toEqual([path, 200, '']);
    expect(headers.get('content-type')).toContain('application/json');
    return json;
  };
}
