import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

export interface MailServer {
  readonly url: string;
  /** As they came over the wire. */
  readonly received: readonly string[];
  /** Resolves when so many messages have come. */
  arrived(count: number): Promise<void>;
}

/** A real SMTP server for one test, which takes what is sent to it; `refusals`: how it answers the first recipients. */
export async function startMailServer(refusals: number[] = []): Promise<MailServer> {
  const received: string[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = refusals.shift();
      done(
        responseCode === undefined ? null : Object.assign(new Error(`not now, ${address}`), { responseCode }),
      );
    },
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push(Buffer.concat(chunks).toString());
        for (const { count, resolve } of waiting) if (received.length >= count) resolve();
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(resolve)));
  const { port } = server.server.address() as AddressInfo;
  const arrived = (count: number) =>
    new Promise<void>((resolve) => {
      if (received.length >= count) resolve();
      else waiting.push({ count, resolve });
    });
  return { url: `smtp://127.0.0.1:${port}`, received, arrived };
}
