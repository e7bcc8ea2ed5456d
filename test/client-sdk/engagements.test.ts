import { describe, expect, it } from 'vitest';
import { settle } from './fake/fake-host.ts';
import { opened, start } from './fake/open.ts';

const clap = { reaction: 'clap' };

describe('engage', () => {
  it('resolves with its id when it is acknowledged, not before', async () => {
    const { socket, connection } = await opened();
    let done: string | undefined;
    const engaged = connection.engage('s1', 'chat.message', { text: 'hi' }).then((id) => {
      done = id;
    });
    const sent = socket.takeOne();
    expect(sent).toEqual({
      type: 'engage',
      id: expect.any(String),
      session: 's1',
      action: 'chat.message',
      data: { text: 'hi' },
    });
    await settle();
    expect(done).toBeUndefined();
    socket.say({ type: 'ack', id: String(sent.id) });
    await engaged;
    expect(done).toBe(sent.id);
  });

  it('gives every engagement an id of its own that the server takes', async () => {
    const { socket, connection } = await opened();
    for (let n = 0; n < 10; n++) connection.engage('s1', 'reaction', clap).catch(() => {});
    const ids = socket.take().map((frame) => frame !== 'h' && String(frame.id));
    expect(new Set(ids).size).toBe(10);
    for (const id of ids) expect(id).toMatch(/^[\p{L}\p{M}\p{Nd}._~:@+|/-]{1,128}$/u);
  });

  it('rejects with the server code', async () => {
    const { socket, connection } = await opened();
    const engaged = connection.engage('s1', 'reaction', clap, { id: 'mine' });
    socket.say({ type: 'error', code: 'not_joined', message: 'The attendee is not in it.', id: 'mine' });
    await expect(engaged).rejects.toMatchObject({
      code: 'not_joined',
      message: 'The attendee is not in it.',
    });
  });

  it('is sent again with the same id over every new socket, in order, until it is acknowledged', async () => {
    const { socket, connection, lose, admit } = await opened();
    const first = connection.engage('s1', 'reaction', clap);
    const second = connection.engage('s1', 'reaction', clap);
    const third = connection.engage('s1', 'reaction', clap);
    const sent = socket.take();
    expect(sent).toHaveLength(3);
    const ids = sent.map((frame) => (frame === 'h' ? '' : String(frame.id)));
    socket.say({ type: 'ack', id: ids[1] ?? '' });
    await second;
    await lose();
    expect((await admit()).take()).toEqual([sent[0], sent[2]]);
    await lose();
    const last = await admit();
    expect(last.take()).toEqual([sent[0], sent[2]]);
    for (const id of ids) last.say({ type: 'ack', id });
    expect(await first).toBe(ids[0]);
    expect(await third).toBe(ids[2]);
  });

  it('waits for the first connection', async () => {
    const { connection, admit } = await start();
    const engaged = connection.engage('s1', 'reaction', clap);
    const socket = await admit();
    socket.say({ type: 'ack', id: String(socket.takeOne().id) });
    await engaged;
  });

  it('sends the data as it was at the call', async () => {
    const { connection, admit } = await start();
    const data = { text: 'before' };
    connection.engage('s1', 'chat.message', data).catch(() => {});
    data.text = 'after';
    expect((await admit()).takeOne()).toMatchObject({ data: { text: 'before' } });
  });

  it('given a pending id again sends nothing and resolves with the first', async () => {
    const { socket, connection } = await opened();
    const both = [1, 2].map(() => connection.engage('s1', 'reaction', clap, { id: 'once' }));
    expect(socket.takeOne()).toMatchObject({ id: 'once' });
    socket.say({ type: 'ack', id: 'once' });
    expect(await Promise.all(both)).toEqual(['once', 'once']);
  });

  it('may reuse an id once it is answered', async () => {
    const { socket, connection } = await opened();
    const first = connection.engage('s1', 'reaction', clap, { id: 'again' });
    socket.say({ type: 'error', code: 'unavailable', message: '', id: 'again' });
    await expect(first).rejects.toMatchObject({ code: 'unavailable' });
    socket.take();
    const second = connection.engage('s1', 'reaction', clap, { id: 'again' });
    expect(socket.takeOne()).toMatchObject({ id: 'again' });
    socket.say({ type: 'ack', id: 'again' });
    expect(await second).toBe('again');
  });
});

describe('bounds', () => {
  it('keeps a thousand without a connection, refuses the next with queue_full, and takes more after acks', async () => {
    const { host, connection, admit } = await start();
    const kept = Array.from({ length: 1_000 }, () => connection.engage('s1', 'reaction', clap));
    await expect(connection.engage('s1', 'reaction', clap)).rejects.toMatchObject({
      code: 'queue_full',
      message: '1000 engagements wait for their acknowledgement',
    });
    const socket = await admit({ timeoutSeconds: 600 });
    await host.advance(60_000);
    const sent = socket.take();
    expect(sent).toHaveLength(1_000);
    for (const frame of sent) if (frame !== 'h') socket.say({ type: 'ack', id: String(frame.id) });
    expect(await Promise.all(kept)).toHaveLength(1_000);
    connection.engage('s1', 'reaction', clap).catch(() => {});
    expect(socket.take()).toHaveLength(1);
  });

  it('has the bound that it is given', async () => {
    const { connection } = await opened({ options: { maxPendingEngagements: 0 } });
    await expect(connection.engage('s1', 'reaction', clap)).rejects.toMatchObject({ code: 'queue_full' });
  });

  it('refuses with too_large what the server would close the connection for', async () => {
    const { socket, connection } = await opened({ options: { maxMessageBytes: 200 } });
    // 100 characters, 200 bytes.
    const tooLarge = connection.engage('s1', 'x.note', { text: 'é'.repeat(100) });
    await expect(tooLarge).rejects.toMatchObject({ code: 'too_large' });
    connection.engage('s1', 'x.note', { text: 'e'.repeat(100) }).catch(() => {});
    expect(socket.take()).toHaveLength(1);
  });

  it('rejects data that is no JSON and keeps nothing of it', async () => {
    const { socket, connection } = await opened();
    const data: Record<string, unknown> = {};
    data.self = data;
    await expect(connection.engage('s1', 'x.note', data)).rejects.toThrow(TypeError);
    expect(socket.take()).toEqual([]);
  });

  it('sends what still waited for its turn once over the next socket, after auth', async () => {
    const { host, server, connection, lose, admit } = await opened();
    for (let n = 0; n < 100; n++) connection.engage('s1', 'reaction', clap).catch(() => {});
    await lose();
    server.last.accept();
    expect(server.last.takeOne()).toMatchObject({ type: 'auth' });
    const socket = await admit();
    await host.advance(10_000);
    const ids = socket.take().map((frame) => frame !== 'h' && frame.id);
    expect([ids.length, new Set(ids).size]).toEqual([100, 100]);
  });

  it('resends a long queue at a rate that the server takes', async () => {
    const { host, connection, admit } = await start();
    for (let n = 0; n < 200; n++) connection.engage('s1', 'reaction', clap).catch(() => {});
    const socket = await admit();
    expect(socket.take().length).toBeLessThanOrEqual(20);
    for (let second = 0; second < 5; second++) {
      await host.advance(1_000);
      expect(socket.take().length).toBeLessThanOrEqual(40);
    }
  });
});
