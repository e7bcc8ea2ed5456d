import { z } from '@hono/zod-openapi';
import { beforeAll, expect } from 'vitest';
import type { Answer } from './rest.ts';
import type { TestServer } from './test-server.ts';

type Json = Record<string, unknown>;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly responses: Record<string, { content?: Record<string, { schema: Json }> }>;
}

export interface OpenApi {
  readonly openapi: string;
  readonly info: Json;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Json>; readonly securitySchemes: Json };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What `/openapi.json` promises, to hold answers against. */
export class Contract {
  #document: OpenApi | undefined;

  static async of(server: Pick<TestServer, 'call'>): Promise<Contract> {
    const contract = new Contract();
    await contract.read(server);
    return contract;
  }

  async read(server: Pick<TestServer, 'call'>): Promise<void> {
    this.#document = (await server.call('/openapi.json')).json as unknown as OpenApi;
  }

  get document(): OpenApi {
    if (this.#document === undefined) throw new Error('the contract has not been read');
    return this.#document;
  }

  /** The answer's status is described, its body fits the schema, and has no field that is not described. */
  expectKept(operation: `${string} /${string}`, answer: Answer): void {
    const [method = '', path = ''] = operation.split(' ');
    const response = this.document.paths[path]?.[method.toLowerCase()]?.responses[answer.status];
    // An answer without a body.
    if (response !== undefined && response.content === undefined && answer.text === '') return;
    const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
    const schema = response?.content?.[type]?.schema;
    if (schema === undefined)
      throw new Error(`${operation} does not describe ${answer.status} as ${type}: ${answer.text}`);
    const parsed = z
      .fromJSONSchema(this.#closed(schema) as Parameters<typeof z.fromJSONSchema>[0])
      .safeParse(type.endsWith('json') ? answer.json : answer.text);
    expect(parsed.error?.issues ?? []).toEqual([]);
  }

  /** With references resolved, and closed where it does not say that more may come. */
  #closed(schema: unknown): unknown {
    if (Array.isArray(schema)) return schema.map((item) => this.#closed(item));
    if (!isObject(schema)) return schema;
    const { $ref } = schema;
    if (typeof $ref === 'string') {
      return this.#closed(this.document.components.schemas[$ref.replace('#/components/schemas/', '')]);
    }
    const resolved = Object.fromEntries(
      Object.entries(schema).map(([key, value]) => [key, this.#closed(value)]),
    );
    return 'properties' in schema ? { additionalProperties: false, ...resolved } : resolved;
  }
}

/** What a server promises that `useTestServer` has started. */
export function useContract(server: TestServer): Contract {
  const contract = new Contract();
  beforeAll(() => contract.read(server));
  return contract;
}
