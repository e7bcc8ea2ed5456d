import type { Answer } from '../../support/rest.ts';
import type { Tenant } from '../../support/tenant.ts';

type Line = Record<string, unknown>;

const DAY = Date.UTC(2026, 2, 2);
const HOUR = 3600;
const at = (seconds: number) => new Date(DAY + seconds * 1000).toISOString();

let slices = 0;

/** So many seconds in a session from a second of the day on. */
function presence(
  session: string,
  attendee: string,
  [start, seconds]: [number, number],
  mode = 'live',
): Line {
  const id = `slice-${++slices}`;
  return { kind: 'slice', id, session, attendee, start: at(start), end: at(start + seconds), mode };
}

/** What an organizer keeps with us of the vendor's session, under the vendor's names. */
export const EXTRAS = {
  ...{ hideSessionFromAttendees: false, enableQuesAndAns: true, enableChat: true, enablePoll: false },
  ...{ streamKey: 'sk-very-secret', streamUrl: 'https://stream.example.org/4211' },
  ...{ rtmpUrl: 'rtmp://live.example.org/app', directVideoAutoStart: true, displayDonation: false },
  assetList: [
    {
      ...{
        id: 9,
        assetId: 'asset-9',
        createdAt: '2026/03/01 10:00',
        createdBy: 'Ada',
        defaultPlayback: true,
      },
      ...{ duration: 3540, fileName: 'keynote.mp4', playBackId: 'play-9' },
    },
  ],
  ...{ meetingPassword: 'pw-very-secret', closedCaptionHeight: 150 },
  ...{ closedCaptionUrl: 'https://captions.example.org/4211', recordSession: true, hideVideoControls: false },
  ...{ subTitleFileUrl: 'https://captions.example.org/4211.vtt', enableAttendeeList: false },
  ...{ allowedMinutesToJoinLate: 15, qandAPrivate: false },
} as const;

const KEYNOTE: Line = {
  ...{ kind: 'session', id: '4211', event: '77', title: 'Opening keynote', privacy: 'public' },
  ...{ startsAt: at(8 * HOUR), endsAt: at(9 * HOUR), capacity: 500, location: 'Hall 1' },
  ...{ description: 'How it all began', videoProvider: 'youtube', videoDurationSeconds: 3540 },
  speakers: [
    {
      ...{ name: 'Ada Byron', speakerId: 31, title: 'Analyst', company: 'Engines', email: 'ada@example.org' },
      ...{ photo: 'https://img.example.org/ada', moderator: true, linkedIn: 'ada-byron' },
    },
    'Max',
  ],
  sponsors: [{ id: 5, name: 'Example Ltd', photo: 'https://img.example.org/logo' }],
  metadata: { accelevents: EXTRAS },
};

/** 120 are registered or have a bookmark, 96 come: 88 live, 31 to the recording, 23 of them to both. */
function keynotePeople(): Line[] {
  return Array.from({ length: 120 }, (_, index) => {
    const number = index + 1;
    const attendee = String(1000 + number);
    const kind = number <= 100 ? 'registration' : 'bookmark';
    const ticketId = number <= 100 ? { ticketId: String(500 + number) } : {};
    const lines: Line[] = [{ kind, session: '4211', attendee, at: at(number * 60), ...ticketId }];
    if (number <= 5) lines.push({ kind: 'bookmark', session: '4211', attendee, at: at(0) });
    if (number <= 88) lines.push(presence('4211', attendee, [8 * HOUR + 300, 1830]));
    const recorded = number === 96 ? 900 : 780;
    if (number >= 66 && number <= 96)
      lines.push(presence('4211', attendee, [20 * HOUR, recorded], 'onDemand'));
    return lines;
  }).flat();
}

const ROOMS: readonly Line[] = [
  { kind: 'session', id: 'clips', event: '77', title: '=Clips', tags: [] },
  { kind: 'session', id: 'teaser', event: '77', title: 'Teaser', videoDurationSeconds: 20 },
  {
    kind: 'session',
    id: 'call',
    event: '77',
    title: 'Call',
    videoProvider: 'zoom',
    videoDurationSeconds: 60,
  },
  {
    ...{ kind: 'session', id: 'lab', event: '77', title: 'Lab, hands on', sessionKind: 'workshop' },
    videoDurationSeconds: 60,
  },
  { kind: 'session', id: 'lounge', event: '77', title: 'Lounge', sessionKind: 'networking' },
];

const PRESENCES: readonly Line[] = [
  // Two visits of 15 s make a view, one short of 30 s and one in each mode do not.
  presence('clips', 'ann', [36_000, 15]),
  presence('clips', 'ann', [36_100, 15]),
  presence('clips', 'bob', [36_000, 29]),
  presence('clips', 'cid', [36_000, 15]),
  presence('clips', 'cid', [36_000, 15], 'onDemand'),
  // Of a short video the whole.
  presence('teaser', 'ann', [40_000, 20]),
  presence('teaser', 'bob', [40_000, 19]),
  presence('teaser', 'cid', [40_000, 60]),
  presence('call', 'ann', [44_000, 45]),
  presence('lab', 'ann', [48_000, 45]),
  presence('lounge', 'bob', [48_000, 90]),
];

const ANN: Line = {
  ...{ kind: 'attendee', id: 'ann', firstName: 'Ann', lastName: 'Lee', email: 'ann@example.org' },
  phone: '+1 555 0100',
};

/** An event whose keynote is the one of the vendor's example, with what it is made of. */
export async function makeWorld(tenant: Tenant): Promise<void> {
  const event = {
    kind: 'event',
    id: '77',
    title: 'Spring',
    shortCode: 'spring-2026',
    timeZone: 'Europe/Berlin',
  };
  const lines = [event, KEYNOTE, ...ROOMS, ANN, ...keynotePeople(), ...PRESENCES];
  const registration = {
    kind: 'registration',
    session: 'teaser',
    attendee: 'ann',
    ticketId: 'T-1',
    at: at(60),
  };
  const body = [...lines, registration].map((line) => JSON.stringify(line)).join('\n');
  const headers = { 'content-type': 'application/x-ndjson' };
  const { status, text } = await tenant.call('/v1/import', { method: 'POST', body, headers });
  if (status !== 200) throw new Error(`the import was answered ${text}`);
}

export interface Wanted {
  readonly role: string;
  readonly event?: string;
}

/** The text of a new API key. */
export async function makeKey(tenant: Tenant, wanted: Wanted): Promise<string> {
  const token = tenant.token('boss', { role: 'admin' });
  const body = { name: 'host', ...wanted };
  const { status, json, text } = await tenant.call('/v1/keys', { method: 'POST', token, body });
  if (status !== 201) throw new Error(`the key was answered ${text}`);
  return String(json.key);
}

/** Asks the vendor's API as a client of the vendor does. */
export function ask(tenant: Tenant, path: string, headers: Record<string, string>): Promise<Answer> {
  return tenant.call(`/compat/accelevents${path}`, { token: null, headers });
}
