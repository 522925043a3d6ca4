import { comparedNetworks } from '../../plan/leaderboard.ts';
import type { NetworkRole } from '../../plan/plan.ts';
import { repeatedStudent } from '../../plan/training.ts';
import type { RunFile } from '../run-file.ts';
import { nodeTitles } from './node-titles.ts';

/** In the order of the table: who teaches stands above who learns. */
export const ROLES: Readonly<Record<NetworkRole, string>> = {
  teacher: 'teacher',
  student: 'student',
  baseline: 'student alone',
  projector: 'projector',
};

/**
 * `student`; where several have that role the title of its node, as on the canvas: `Student of digits`, `Student of digits alone`. A
 * projector has always the title of the node that brought it.
 */
export function networkName(file: Pick<RunFile, 'plan' | 'origin' | 'document'>, id: string): string {
  const { networks, stages } = file.plan;
  const role = networks.find((it) => it.id === id)?.role ?? 'student';
  // Students of a shoot-out are told apart by their methods.
  const compared = comparedNetworks(file.plan);
  const peers = networks.filter((it) => it.role === role && !compared.has(it.id));
  if (compared.has(id) || (peers.length < 2 && role !== 'projector')) return ROLES[role];
  const titleOf = nodeTitles(file);
  const titled = (of: string): string => {
    const taught = repeatedStudent(stages, of);
    return taught === undefined
      ? titleOf(file.origin[of]?.[0] ?? of)
      : `${titleOf(file.origin[taught]?.[0] ?? taught)} alone`;
  };
  const title = titled(id);
  return peers.filter((it) => titled(it.id) === title).length > 1 ? `${title} (${id})` : title;
}
