import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { readEnvironment } from '../config.ts';
import { Crowd } from '../demo/crowd.ts';
import type { Stage } from '../demo/person.ts';
import { COUNTRIES, EVENT, ORGANIZATION, roomsFor } from '../demo/programme.ts';
import { Random } from '../demo/random.ts';
import { loadServer } from '../load-server.ts';
import { createLogger } from '../logger.ts';
import type { RunningServer } from '../main.ts';
import { readOptions, runCommand, UsageError } from './arguments.ts';

const OPTIONS = [
  { name: 'attendees', value: 'N', help: 'how many people come (default 300)' },
  { name: 'seed', value: 'N', help: 'another crowd (default 1)' },
  { name: 'arrival', value: 'SECONDS', help: 'most arrive within this time (default 60)' },
] as const;

const Numbers = z.object({
  attendees: z.coerce.number().int().min(1).max(20_000).default(300),
  seed: z.coerce.number().int().min(0).default(1),
  arrival: z.coerce.number().gt(0).max(3600).default(60),
});

const DAY_SECONDS = 86_400;

type Numbers = z.infer<typeof Numbers>;

function numbers(): Numbers {
  const parsed = Numbers.safeParse(readOptions(OPTIONS));
  if (parsed.success) return parsed.data;
  throw new UsageError(
    parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'),
  );
}

function mint(
  server: RunningServer,
  claims: { sub: string; role: string; name?: string; country?: string },
): Promise<string> {
  return server.tokens.sign({
    ...claims,
    org: ORGANIZATION,
    event: EVENT.id,
    expiresInSeconds: 7 * DAY_SECONDS,
  });
}

/** Registers the event and its sessions through the API, as a back office would. */
async function register(base: string, token: string, attendees: number): Promise<void> {
  const put = async (path: string, body: object): Promise<void> => {
    const response = await fetch(`${base}${path}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`PUT ${path}: ${response.status} ${await response.text()}`);
  };
  const { id, ...event } = EVENT;
  await put(`/v1/events/${id}`, event);
  for (const { id: room, draw: _draw, ...session } of roomsFor(attendees)) {
    await put(`/v1/sessions/${room}`, { event: id, ...session });
  }
}

async function attendeeTokens(server: RunningServer, { attendees, seed }: Numbers): Promise<string[]> {
  const random = new Random(seed);
  const people = Array.from({ length: attendees }, (_, index) => ({
    sub: `attendee-${index + 1}`,
    role: 'attendee',
    name: `Attendee ${index + 1}`,
    country: random.pick(COUNTRIES),
  }));
  return Promise.all(people.map((person) => mint(server, person)));
}

function sayWhere(base: string, token: string, count: number): void {
  process.stdout.write(
    [
      '',
      `  ${count} attendees are on their way to "${EVENT.title}". Watch them:`,
      '',
      `  ${base}/#token=${token}&scope=event:${EVENT.id}`,
      '',
      '  Stop with Ctrl+C; what was recorded is there again at the next start.',
      '',
      '',
    ].join('\n'),
  );
}

/** `npm run demo`: the server with a simulated event whose attendees are real sockets. */
async function demo(): Promise<void> {
  const wanted = numbers();
  const config = readEnvironment({ LOG_LEVEL: 'warn' });
  const pageDir = join(dirname(fileURLToPath(import.meta.url)), '../dashboard');
  const { startServer } = await loadServer();
  const server = await startServer({ config, logger: createLogger(config.logLevel), pageDir });
  await server.ready;
  const base = `http://${server.host}:${server.port}`;
  const operator = await server.tokens.sign({
    sub: 'operator',
    org: ORGANIZATION,
    role: 'operator',
    expiresInSeconds: DAY_SECONDS,
  });
  await register(base, operator, wanted.attendees);
  const stage: Stage = {
    url: base,
    webSocket: WebSocket,
    rooms: roomsFor(wanted.attendees),
    openPolls: new Map(),
    questions: new Map(),
  };
  const crowd = new Crowd({
    stage,
    seed: wanted.seed,
    tokens: await attendeeTokens(server, wanted),
    moderatorToken: await mint(server, { sub: 'moderator', role: 'moderator', name: 'Moderator' }),
    arrivalMs: wanted.arrival * 1000,
  });
  sayWhere(base, operator, wanted.attendees);
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    crowd
      .stop()
      .then(() => server.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

runCommand(demo);
