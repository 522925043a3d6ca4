import type { RunEvent } from '../../plan/events.ts';
import { exampleWord, oneExample } from '../../plan/example-word.ts';
import { comparedNetworks } from '../../plan/leaderboard.ts';
import type { RunFile } from '../run-file.ts';
import { networkName, ROLES } from './network-name.ts';
import { textTable } from './text-table.ts';

type Evaluation = Extract<RunEvent, { kind: 'evaluation' }>;

/** 123 · 12.3 kB · 4.5 MB · 1.2 GB, in powers of 1000. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] =
    bytes < 999_950 ? [bytes / 1e3, 'kB'] : bytes < 999_950_000 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${value.toFixed(1)} ${unit}`;
}

const timeText = (microseconds: number): string =>
  microseconds < 1000 ? `${microseconds.toFixed(1)} µs` : `${(microseconds / 1000).toFixed(2)} ms`;

export const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

/** What each network of the run came to: the last evaluation of each, by role and then in the order of the plan. */
export function resultTable(events: readonly RunEvent[], file: RunFile): string {
  const { plan } = file;
  const last = new Map<string, Evaluation>();
  // Students of a shoot-out stand in its leaderboard.
  const compared = comparedNetworks(plan);
  for (const event of events)
    if (event.kind === 'evaluation' && !compared.has(event.measured.network))
      last.set(event.measured.network, event);
  const rows = Object.keys(ROLES).flatMap((role) =>
    plan.networks.flatMap((it) => (it.role === role ? (last.get(it.id) ?? []) : [])),
  );
  if (rows.length === 0) return '';
  /** A column of runs in bfloat16 alone. */
  const rounded = (cell: string): string[] => (rows.some((it) => it.bfloat16) ? [cell] : []);
  /** A column of runs that masked channels alone. */
  const left = (cell: string): string[] => (rows.some((it) => it.pruned) ? [cell] : []);
  /** A column of runs that attacked what they trained. */
  const misled = (cell: string): string[] => (rows.some((it) => it.attacked) ? [cell] : []);
  return textTable([
    [
      '',
      'accuracy',
      ...rounded('in bfloat16'),
      ...misled('under attack'),
      'loss',
      'parameters',
      ...left('left when saved'),
      'size',
      `time ${oneExample(exampleWord(plan))}`,
      'agrees with teacher',
    ],
    ...rows.map((it) => [
      networkName(file, it.measured.network),
      percent(it.measured.accuracy),
      ...rounded(roundedText(it)),
      ...misled(it.attacked ? percent(it.attacked.accuracy) : ''),
      it.measured.loss?.toPrecision(4) ?? '–',
      it.parameters.toLocaleString('en-US'),
      ...left(leftText(it)),
      bytesText(it.bytes),
      timeText(it.microsecondsPerImage),
      it.agreement === null ? '' : percent(it.agreement),
    ]),
  ]);
}

/** `97.29 % (−0.02)`: the same weights with products in bfloat16, and the points that this makes. */
function roundedText({ bfloat16, measured }: Evaluation): string {
  if (!bfloat16) return '';
  const points = (100 * (bfloat16.accuracy - measured.accuracy)).toFixed(2);
  const signed = Number(points) === 0 ? '0.00' : points.replace(/^-/, '−').replace(/^(?=\d)/, '+');
  return `${percent(bfloat16.accuracy)} (${signed})`;
}

/** `59,590 (44.7 % fewer, 30.2 % less arithmetic)`: what a saved model has where masked channels are taken out. */
function leftText({ pruned }: Evaluation): string {
  if (!pruned) return '';
  const less = (of: 'parameters' | 'multiplyAdds') =>
    `${(100 * (1 - pruned[of] / Math.max(1, pruned.from[of]))).toFixed(1)} %`;
  const count = pruned.parameters.toLocaleString('en-US');
  return `${count} (${less('parameters')} fewer, ${less('multiplyAdds')} less arithmetic)`;
}
