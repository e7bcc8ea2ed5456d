import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTrace } from './oracle/build-trace.ts';
import { script } from './oracle/commands.ts';
import { situations } from './oracle/situations.ts';

/** What random traces must contain for their agreement to mean something. */
const WANTED = [
  ...['join null', 'join session_not_found', 'join session_full', 'join replay_off'],
  ...['kick null', 'kick not_joined', 'kick not_found', 'disconnect null', 'join kicked', 'ended kick'],
  ...['erase null', 'ended erased', 'join erased', 'engage erased', 'comes back erased'],
  ...['putKey null', 'putKey id_taken', 'deleteKey null', 'deleteKey not_found'],
  ...['leave null', 'leave not_joined', 'visibility null', 'visibility not_joined', 'played null'],
  ...[
    'putSession immutable_field',
    'sessionAction null',
    'engaged present',
    'engaged absent',
    'engaged nowhere',
  ],
  ...['null', 'not_found', 'not_allowed', 'immutable_field'].map((outcome) => `putOrganization ${outcome}`),
  ...['null', 'not_found', 'not_allowed', 'in_use'].flatMap((outcome) => [
    `deleteSession ${outcome}`,
    `deleteEvent ${outcome}`,
    `deleteOrganization ${outcome}`,
  ]),
  ...['deleteSession has_history', 'deleteEvent has_history'],
  ...['eventAction null', 'eventAction not_found', 'deleted with slices', 'made again'],
  ...['join of a part', 'in a part and above'],
  ...['ended leave', 'ended drop', 'ended timeout', 'empty slice', 'played slice', 'resume', 'second tab'],
  ...[
    'standstill',
    'exactly 2000 ms',
    'deadline at an entry',
    'entry at a minute',
    'entry at midnight',
    'deadline alone at a minute',
    'deadline alone at midnight',
  ],
  ...[
    'several days',
    'played on two days',
    'both modes at once',
    'more than ten countries',
    'several changes in an entry',
  ],
  ...['dead', 'stopped', 'followed', 'rules'].flatMap((why) => [`end: ${why}`, `end with people: ${why}`]),
  ...['skipped repeated', 'skipped ended', 'number left out', 'late changes'],
  ...['entries 899 ms apart', 'entries 900 ms apart', 'two deaths at once', 'another leader'],
  ...['death after a standstill', 'spared by a standstill', 'standstill that ends with what does not count'],
  ...[
    'start alone',
    'start of an old generation',
    'generation forgotten',
    'start of lower rules',
    'start of higher rules',
    'start that raises the rules',
  ],
  ...[
    'on two nodes at once',
    'resumed on another node',
    'resumed on another node after its end',
    'resumed on the same node after its end',
    'window ended after the end',
  ],
];

describe('random traces', () => {
  it('contain every situation that the rules tell apart', () => {
    const counts = new Map<string, number>();
    for (const sample of fc.sample(script, { numRuns: 1_500, seed: 20_260_228 })) {
      for (const name of situations(buildTrace(sample))) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(WANTED.filter((name) => (counts.get(name) ?? 0) < 3)).toEqual([]);
  });
});
