import type { RunEvent } from '../../plan/events.ts';
import { comparedNetworks } from '../../plan/leaderboard.ts';
import type { NetworkRole } from '../../plan/plan.ts';
import type { RunFile } from '../run-file.ts';
import { textTable } from './text-table.ts';

type Evaluation = Extract<RunEvent, { kind: 'evaluation' }>;

/** In the order of the table: who teaches stands above who learns. */
export const ROLES: Readonly<Record<NetworkRole, string>> = {
  teacher: 'teacher',
  student: 'student',
  baseline: 'student alone',
  projector: 'projector',
};

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
export function resultTable(events: readonly RunEvent[], { plan, origin, document }: RunFile): string {
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
  const roles = rows.map((it) => it.measured.role);
  const nameOf = ({ measured: { network, role } }: Evaluation): string =>
    // Where two networks have one role, the titles of their nodes tell them apart.
    roles.filter((it) => it === role).length > 1
      ? `${ROLES[role]} (${titleOf(document, origin[network]?.[0]) ?? network})`
      : ROLES[role];
  /** A column of runs in bfloat16 alone. */
  const rounded = (cell: string): string[] => (rows.some((it) => it.bfloat16) ? [cell] : []);
  /** A column of runs that masked channels alone. */
  const left = (cell: string): string[] => (rows.some((it) => it.pruned) ? [cell] : []);
  return textTable([
    [
      '',
      'accuracy',
      ...rounded('in bfloat16'),
      'loss',
      'parameters',
      ...left('left when saved'),
      'size',
      'time an image',
      'agrees with teacher',
    ],
    ...rows.map((it) => [
      nameOf(it),
      percent(it.measured.accuracy),
      ...rounded(roundedText(it)),
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

/** The person's own title of a node; the id where it has none. */
function titleOf(document: unknown, node: string | undefined): string | undefined {
  const nodes = (document as { nodes?: Record<string, { title?: unknown }> } | null)?.nodes;
  const title = node !== undefined && nodes && Object.hasOwn(nodes, node) ? nodes[node]?.title : undefined;
  return typeof title === 'string' ? title : node;
}
