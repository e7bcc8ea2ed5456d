import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Connection, connect } from '../../client-sdk/src/index.ts';
import { freePort } from '../support/free-port.ts';
import { CHROMIUM, usePageBrowser } from '../support/page-browser.ts';
import { ServerProcess } from '../support/server-process.ts';
import { Tenant } from '../support/tenant.ts';

const SESSIONS = { keynote: 1000, scaling: 500, workshop: 300, lounge: 200 } as const;
type Session = keyof typeof SESSIONS;
const SPIKE = 400;
const PEOPLE = 2000;
const AT_ONCE = 50;
const MINUTE_MS = 60_000;
const PATIENCE = { timeout: 120_000, interval: 50 };

/** What a moderator of a large event goes through, in a real browser before a real server, with 2,000 people on sockets of the SDK. */
describe.skipIf(CHROMIUM === null)('a moderator with 2,000 attendees', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'headcount-moderator-'));
  const browser = usePageBrowser();
  const rooms = new Map<Session, Connection[]>();
  const figures: Record<string, number> = {};
  let port: number;
  let server: ServerProcess;
  let tenant: Tenant;
  let startedAt: string;
  /** When all were there, ms. */
  let fullAt: number;
  let people = 0;

  const start = () => ServerProcess.start({ DATA_DIR: dataDir, PORT: String(port), RESUME_SECONDS: '10' });

  async function come(session: Session, count: number): Promise<void> {
    const room = rooms.get(session) ?? [];
    rooms.set(session, room);
    let left = count;
    const worker = async () => {
      while (left-- > 0) {
        const token = tenant.token(`p${people++}`, { event: 'summit', country: 'DE' });
        const connection = connect({ url: server.url, token, WebSocket, onError: () => undefined });
        room.push(connection);
        await connection.join(session);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  async function counted(scope: string): Promise<number> {
    return (await tenant.call(`/v1/counters/${scope}`)).json.concurrent as number;
  }

  /** The page shows what the counters say, of the event and of each of its sessions. Gives how long it took to, ms. */
  async function agrees(expected: number): Promise<number> {
    const { page } = browser;
    const from = performance.now();
    const number = new Intl.NumberFormat('en-GB');
    await expect
      .poll(async () => (await page.getByTestId('concurrent').textContent()) ?? '', PATIENCE)
      .toBe(number.format(expected));
    const spent = performance.now() - from;
    expect(await counted('event:summit')).toBe(expected);
    for (const session of rooms.keys()) {
      const value = number.format(await counted(`session:${session}`));
      const card = page.getByRole('link', { name: session }).locator('.card-value');
      await expect.poll(() => card.textContent(), PATIENCE).toBe(value);
    }
    expect(await page.getByTestId('stale').count()).toBe(0);
    return spent;
  }

  const open = (hash: string) =>
    browser.page.goto(`${server.url}/#token=${tenant.token('desk', { role: 'operator' })}&${hash}`);

  beforeAll(async () => {
    port = await freePort();
    server = await start();
    tenant = new Tenant(server.url, 'acme', 'plain');
    startedAt = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS).toISOString();
    await tenant.call('/v1/events/summit', { method: 'PUT', body: { title: 'Summit' } });
    for (const session of Object.keys(SESSIONS))
      await tenant.putSession(session, { event: 'summit', title: session, capacity: 1200 });
    await tenant.call('/v1/alerts', {
      method: 'POST',
      body: {
        ...{ name: 'nearly full', scope: 'session:keynote', coolDownSeconds: 0 },
        condition: { kind: 'capacity', percent: 90, clearAt: 80 },
      },
    });
    await browser.page.setViewportSize({ width: 1440, height: 2000 });
    await open('scope=event:summit');
  });

  afterAll(async () => {
    await Promise.all([...rooms.values()].flat().map((connection) => connection.close()));
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
    console.log('figures of the trial, ms', figures);
  });

  it('sees them come', async () => {
    for (const [session, count] of Object.entries(SESSIONS)) await come(session as Session, count);
    figures.arrived = await agrees(PEOPLE);
  });

  it('sees a spike and is warned of the capacity', async () => {
    const from = performance.now();
    await come('keynote', SPIKE);
    figures.spikeCame = performance.now() - from;
    figures.spike = await agrees(PEOPLE + SPIKE);
    fullAt = Date.parse((await tenant.call('/v1/counters/event:summit')).json.at as string);
    await browser.page.getByTestId('alerts').getByText('nearly full').waitFor();
    figures.warned = performance.now() - from;
  });

  it('asks them, and sees how they answer', async () => {
    await open('scope=session:keynote&in=event:summit');
    const polls = browser.region('Polls');
    await polls.getByRole('button', { name: 'New poll' }).click();
    await polls.getByLabel('Question').fill('Can you hear me?');
    await polls.getByLabel('Option 1').fill('Yes');
    await polls.getByLabel('Option 2').fill('No');
    await polls.getByRole('button', { name: 'Open poll' }).click();
    await polls.getByText('0 answers').waitFor();
    const { items } = (await tenant.call('/v1/sessions/keynote/polls')).json as {
      items: { poll: string; options: { id: string }[] }[];
    };
    const [poll] = items;
    const option = poll?.options[0]?.id ?? '';
    const voters = (rooms.get('keynote') ?? []).slice(0, 500);
    await Promise.all(
      voters.map((voter) =>
        voter.engage('keynote', 'poll.answer', { poll: poll?.poll ?? '', options: [option] }),
      ),
    );
    const from = performance.now();
    await polls.getByText('500 answers').waitFor(PATIENCE);
    figures.poll = performance.now() - from;
    await open('scope=event:summit');
    await agrees(PEOPLE + SPIKE);
  });

  it('sees a whole session drop', async () => {
    const gone = rooms.get('workshop') ?? [];
    await Promise.all(gone.map((connection) => connection.close()));
    rooms.set('workshop', []);
    figures.drop = await agrees(PEOPLE + SPIKE - gone.length);
  });

  it('sees the server go and come back, and everybody with it', async () => {
    const { page } = browser;
    const present = PEOPLE + SPIKE - SESSIONS.workshop;
    const killed = performance.now();
    await server.kill();
    await page.getByTestId('stale').waitFor();
    figures.greyed = performance.now() - killed;
    expect(await page.getByTestId('concurrent').textContent()).toBe('2,100');
    server = await start();
    const back = performance.now();
    await expect.poll(() => counted('event:summit'), PATIENCE).toBe(present);
    figures.allBack = performance.now() - back;
    figures.pageRight = figures.allBack + (await agrees(present));
  });

  it('looks back: the peak is that of all who were there', async () => {
    await open('scope=event:summit&view=history&range=today');
    await browser.page.locator('canvas').first().waitFor();
    const { json } = await tenant.call(`/v1/series/event:summit?from=${startedAt}`);
    const peaks = (json.points as { peak: number | null }[]).map(({ peak }) => peak ?? 0);
    expect(Math.max(...peaks)).toBe(PEOPLE + SPIKE);
    await browser.page.getByText('2,400').first().waitFor();
  });

  it('plays it again', async () => {
    const { page } = browser;
    await Promise.all([...rooms.values()].flat().map((connection) => connection.close()));
    await expect.poll(() => counted('event:summit'), PATIENCE).toBe(0);
    await tenant.settled();
    await open('scope=event:summit&view=replay');
    const time = page.getByRole('slider', { name: 'Time' });
    await time.fill('0');
    const begin = (await page.getByTestId('replay-time').textContent()) ?? '';
    const [hours = 0, minutes = 0, seconds = 0] = (begin.split(', ')[1] ?? '').split(':').map(Number);
    const from = new Date(fullAt).setUTCHours(hours, minutes, seconds, 0);
    const second = Math.ceil((fullAt - from) / 1000);
    // Only closed minutes are played.
    const lastSecond = async () => {
      await open('scope=event:summit&view=replay');
      return Number(await time.getAttribute('max'));
    };
    await expect.poll(lastSecond, PATIENCE).toBeGreaterThanOrEqual(second);
    await time.fill(String(second));
    await expect.poll(() => page.getByTestId('concurrent').textContent(), PATIENCE).toBe('2,400');
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    // While the server is away the browser says so of each try.
    const away = /ERR_CONNECTION_(REFUSED|RESET)/;
    expect(browser.complaints.filter((line) => !away.test(line))).toEqual([]);
  });
});
