import { leaderboardsOf, methodNames } from '../../plan/leaderboard.ts';
import type { RunFile } from '../run-file.ts';
import { networkName } from './network-name.ts';
import { nodeTitles } from './node-titles.ts';

/** Whom a stage trains: `student`; in a shoot-out `student by Tempered softmax, seed 2`. */
export function stageName(file: Pick<RunFile, 'plan' | 'origin' | 'document'>, id: string): string {
  const { stages } = file.plan;
  const stage = stages.find((it) => it.id === id);
  const name = (stage?.train ?? []).map((of) => networkName(file, of)).join(' and ');
  const board = leaderboardsOf(file.plan).find(({ entries }) => entries.some((it) => it.stages.includes(id)));
  if (!board || !stage) return name;
  const method = methodNames(file.plan, board, file.origin, nodeTitles(file)).get(id);
  return `${stage.baselineOf === null ? `${name} by ${method}` : name}, seed ${stage.seed}`;
}
