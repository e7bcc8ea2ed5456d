import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { signedHeaders } from '../../../server/webhooks/sending/signature.ts';

const secretOf = (text: string) => `whsec_${Buffer.from(text.padEnd(24, '.')).toString('base64')}`;
const NEW = secretOf('new');
const OLD = secretOf('old');
const body = '{"text":"Grüße 🎉","ratio":0.1,"big":9007199254740991}';

describe('a signature', () => {
  const headers = () => signedHeaders({ id: 'msg_1', at: Date.now(), body }, [NEW, OLD]);

  it('is what the reference library verifies, with the new secret and with the old', () => {
    for (const secret of [NEW, OLD]) {
      expect(new Webhook(secret).verify(body, headers())).toEqual(JSON.parse(body));
    }
  });

  it('is not of another secret, another body, another id', () => {
    const { 'webhook-id': _, ...rest } = headers();
    expect(() => new Webhook(secretOf('other')).verify(body, headers())).toThrow('No matching signature');
    expect(() => new Webhook(NEW).verify(`${body} `, headers())).toThrow('No matching signature');
    expect(() => new Webhook(NEW).verify(body, { ...rest, 'webhook-id': 'msg_2' })).toThrow(
      'No matching signature',
    );
  });

  it('is too old ten minutes later', () => {
    const old = signedHeaders({ id: 'msg_1', at: Date.now() - 600_000, body }, [NEW]);
    expect(() => new Webhook(NEW).verify(body, old)).toThrow('too old');
  });
});
