import { readEnvironment } from '../config.ts';
import { examine } from '../doctor/examine.ts';
import type { Finding, Verdict } from '../doctor/finding.ts';
import { runCommand } from './arguments.ts';

const MARKS: Readonly<Record<Verdict, string>> = { ok: 'ok', warning: 'WARNING', problem: 'PROBLEM' };

function lineOf({ subject, verdict, text, advice }: Finding): string {
  const line = `${MARKS[verdict].padEnd(8)} ${subject.padEnd(20)} ${text}`;
  return advice === undefined
    ? line
    : `${line}\n${' '.repeat(30)}${advice.replaceAll('\n', `\n${' '.repeat(30)}`)}`;
}

/** `npm run doctor` says what of this machine will not do for a server with this environment; ends with 1 when something will fail. */
async function doctor(): Promise<void> {
  const findings = await examine(readEnvironment());
  process.stdout.write(`${findings.map(lineOf).join('\n')}\n`);
  const [problems, warnings] = (['problem', 'warning'] as const).map(
    (verdict) => findings.filter((finding) => finding.verdict === verdict).length,
  );
  process.stdout.write(`${problems} problems, ${warnings} warnings\n`);
  if (problems !== 0) process.exitCode = 1;
}

runCommand(doctor);
