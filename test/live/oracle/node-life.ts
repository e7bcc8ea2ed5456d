import type { Change, StartChange } from '../../../server/live/changes.ts';
import { join, START } from './entries.ts';
import type { NodeCommand } from './node-commands.ts';
import { NODES } from './node-commands.ts';
import type { TraceLog, Writer } from './trace-log.ts';

type Do<K extends NodeCommand['do']> = Extract<NodeCommand, { do: K }>;

/** Somebody who comes with an entry that perhaps does not count. */
const stranger: Change = join(77, 'stranger', 's1');

/** Does to the nodes of a log what a command says; what it says of their people is not done here. */
export function runNodeCommand(log: TraceLog, command: Exclude<NodeCommand, { do: 'flee' }>): void {
  const { awake, writers } = log;
  switch (command.do) {
    case 'turn':
      withWriter(awake, command.node, (writer) => log.turn(writer));
      return;
    case 'hush':
      withWriter(awake, command.node, (writer) => log.hush(writer));
      return;
    case 'wake':
      withWriter(silent(log), command.node, (writer) => log.wake(writer));
      return;
    case 'restart':
      withWriter(writers, command.node, (writer) => log.restart(writer, command.window));
      return;
    case 'stop':
      withWriter(awake, command.node, (writer) => stop(log, writer, command));
      return;
    case 'leap':
      withWriter(awake, command.node, ({ incarnation, number }) =>
        log.insert({ incarnation, number: number + 3, changes: [stranger] }),
      );
      return;
    case 'halt':
      log.jump(log.time + command.ms);
      return;
    case 'raise':
      log.changes.push({ kind: 'raiseRules', rules: (log.truth.rules ?? 0) + command.by });
      return;
    case 'repeat':
      repeat(log, command);
      return;
    case 'late':
      late(log, command);
      return;
    case 'odd':
      beginOddly(log, command);
      return;
  }
}

function repeat(log: TraceLog, { back }: Do<'repeat'>): void {
  const entry = log.entries.at(-1 - back);
  if (entry) log.insert(entry);
}

function stop(log: TraceLog, writer: Writer, { window, after }: Do<'stop'>): void {
  log.turn(writer);
  log.changes.push({ kind: 'stop', windowMs: window });
  if (after) log.changes.push(stranger, { kind: 'stop', windowMs: 9_999 });
  log.hush(writer);
}

function late(log: TraceLog, { which }: Do<'late'>): void {
  const over = log.truth.all.filter((one) => one.over !== null);
  const one = over[which % Math.max(1, over.length)];
  if (one) log.insert({ incarnation: one.name, number: one.times.length + 1, changes: [stranger] });
}

/** An incarnation that says so much and no more. */
function beginOddly(log: TraceLog, { node: index, generation, rules }: Do<'odd'>): void {
  const node = NODES[index % NODES.length] ?? NODES[0];
  const start: StartChange = {
    ...START,
    ...{ node, generation: log.truth.generationOf(node) + generation, windowMs: 3_000 },
    rules: (log.truth.rules ?? START.rules) + rules,
  };
  const incarnation = `odd-${log.entries.length}`;
  log.insert({ incarnation, number: 1, changes: [start, stranger] });
  log.insert({ incarnation, number: 2, changes: [] });
}

function silent({ writers }: TraceLog): Writer[] {
  return writers.filter(({ awake, number }) => !awake && number > 0);
}

function withWriter(from: readonly Writer[], index: number, act: (writer: Writer) => void): void {
  const writer = from[index % Math.max(1, from.length)];
  if (writer) act(writer);
}
