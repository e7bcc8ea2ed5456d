import type { CaseGroup, FaultCase } from './fault-case.ts';

const HEAD = `# What can go wrong

What was thought of that can break, or be sent to harm, what Headcount makes of it, and the tests that show it. Tests in
\`test/faults\` are run by \`npm run test:faults\`, those in \`test/long\` by \`npm run test:long\`, all others by \`npm test\`.
This page is made from \`test/faults/table\`, where a test sees to it that every test named here exists
(\`npx vitest run test/faults/table -u\` makes it anew).
`;

const cell = (text: string) => text.replaceAll('|', '\\|');

function testsOf({ tests, untried }: FaultCase): string {
  const links = Object.entries(tests).map(
    ([file, titles]) => `[${file.replace(/^test\//, '')}](../${file}): ${titles.map(quoted).join('; ')}`,
  );
  const all = untried === undefined ? links : [...links, `**not tried:** ${untried}`];
  return all.join('<br>');
}

const quoted = (title: string) => `“${title}”`;

function row(fault: FaultCase): string {
  const { id, input, expected, byDesign } = fault;
  const result = byDesign === undefined ? expected : `${expected} (by design: ${byDesign})`;
  return `| ${[String(id), input, result, testsOf(fault)].map(cell).join(' | ')} |`;
}

/** The page of the documentation with all cases. */
export function pageOf(groups: readonly CaseGroup[]): string {
  const sections = groups.map(({ letter, title, cases }) =>
    [
      `## ${letter}. ${title}`,
      '',
      '| | what | result | tests |',
      '|---|---|---|---|',
      ...cases.map(row),
    ].join('\n'),
  );
  return `${[HEAD, ...sections].join('\n')}\n`;
}
