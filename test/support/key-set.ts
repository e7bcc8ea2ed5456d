import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll } from 'vitest';
import { type Claims, inSeconds } from './tokens.ts';

export const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** An issuer with a key of each algorithm, who serves its key set over HTTP. */
export class KeySet {
  /** How often the set, or anything else here, was asked for. */
  requests = 0;
  readonly #keys = new Map<Algorithm, { privateKey: CryptoKey; publicKey: CryptoKey }>();
  #jwks: JWK[] = [];
  #held: Promise<void> = Promise.resolve();
  readonly #server: Server = createServer(async (_request, response) => {
    this.requests++;
    await this.#held;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: this.#jwks }));
  });

  async start(): Promise<void> {
    for (const algorithm of ALGORITHMS) {
      const pair = await generateKeyPair(algorithm, { extractable: true });
      this.#keys.set(algorithm, pair);
      this.#jwks.push({ ...(await exportJWK(pair.publicKey)), kid: algorithm, alg: algorithm, use: 'sig' });
    }
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Answers nobody until what it gives is called. */
  hold(): () => void {
    let release = () => {};
    this.#held = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/keys`;
  }

  /** What an attacker knows: the public key as text, and as it stands in the set. */
  async publicKey(algorithm: Algorithm): Promise<{ spki: string; jwk: JWK }> {
    const { publicKey } = this.#pair(algorithm);
    return { spki: await exportSPKI(publicKey), jwk: await exportJWK(publicKey) };
  }

  /** A token signed with a key of the set. */
  sign(algorithm: Algorithm, claims: Claims = {}, header: Claims = {}): Promise<string> {
    const payload = { sub: 'ann', org: 'acme', role: 'attendee', exp: inSeconds(3600), ...claims };
    return new SignJWT(payload)
      .setProtectedHeader({ kid: algorithm, ...header, alg: algorithm })
      .sign(this.#pair(algorithm).privateKey);
  }

  #pair(algorithm: Algorithm): { privateKey: CryptoKey; publicKey: CryptoKey } {
    const pair = this.#keys.get(algorithm);
    if (pair === undefined) throw new Error('the key set has not been started');
    return pair;
  }
}

/** A key set for all tests of a suite, there before the hooks that come after. */
export function useKeySet(): KeySet {
  const keySet = new KeySet();
  beforeAll(() => keySet.start());
  afterAll(() => keySet.stop());
  return keySet;
}
