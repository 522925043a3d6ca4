import type { RunEvent } from '../../plan/events.ts';
import { exampleWord } from '../../plan/example-word.ts';
import { comparedNetworks } from '../../plan/leaderboard.ts';
import type { RunFile } from '../run-file.ts';
import { networkName } from './network-name.ts';

type Of<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;

/** Examples that are named: whoever wants more finds them in the window. */
const NAMED = 3;

/**
 * How each student's answers and layers differ from its teacher's: how far on the whole, on which examples most, and which layers are
 * most alike. Empty where no student was measured beside a teacher.
 */
export function comparisonTable(events: readonly RunEvent[], file: RunFile): string {
  // Students of a shoot-out are too many to be told of one by one.
  const compared = comparedNetworks(file.plan);
  const own = <T extends { readonly network: string; readonly output: string }>(
    all: readonly T[],
  ): readonly T[] => [
    ...new Map(all.filter((it) => !compared.has(it.network)).map((it) => [it.output, it])).values(),
  ];
  const similarities = own(events.filter((it) => it.kind === 'similarity'));
  return own(events.filter((it) => it.kind === 'comparison'))
    .map((it) => {
      const alike = similarities.find(({ output }) => output === it.output);
      const name = (id: string): string => networkName(file, id);
      const word = exampleWord({ data: file.plan.data.filter(({ id }) => id === it.source) });
      const mean = it.divergence === null ? 'no number' : `${it.divergence.toPrecision(4)} nats`;
      return [
        `${name(it.network)} beside ${name(it.teacher)}, ${it.examples.toLocaleString('en-US')} ${word}s: mean KL ${mean}`,
        ...it.furthest.slice(0, NAMED).map((apart) => `  ${apartText(apart, word)}`),
        ...(alike ? [`  ${alikeText(alike)}`] : []),
      ].join('\n');
    })
    .join('\n');
}

function apartText(
  { example: { row, label }, divergence, teacher, network }: Of<'comparison'>['furthest'][number],
  word: string,
): string {
  const highest = (logits: readonly (number | null)[]): number =>
    logits.reduce<number>((best, it, at) => ((it ?? 0) > (logits[best] ?? 0) ? at : best), 0);
  return `${word} ${row.toLocaleString('en-US')} of class ${label}: teacher ${highest(teacher)}, it ${highest(network)} (KL ${divergence.toPrecision(3)})`;
}

/** Answers are left out of it: the loss makes them alike. */
function alikeText({ rows, columns, values }: Of<'similarity'>): string {
  const pairs = values
    .slice(0, -1)
    .flatMap((line, row) =>
      line.slice(0, -1).flatMap((value, column) => (value === null ? [] : [{ value, row, column }])),
    )
    .sort((a, b) => b.value - a.value);
  const [most] = pairs;
  const answers = values.at(-1)?.at(-1) ?? null;
  const alike = (value: number): string => value.toFixed(2);
  const last = answers === null ? '' : `; answers ${alike(answers)}`;
  return most
    ? `layers most alike (linear CKA): ${columns[most.column]} and the teacher's ${rows[most.row]}, ${alike(most.value)}${last}`
    : 'layers: none can be compared';
}
