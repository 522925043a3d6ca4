import { join } from 'node:path';
import type { RunEvent } from '../../plan/events.ts';
import { type NodeCost, type Profile, profileByNode } from '../../plan/profile-by-node.ts';
import type { RunFile } from '../run-file.ts';
import { nodeTitles } from './node-titles.ts';
import { bytesText } from './result-table.ts';
import { stageName } from './stage-name.ts';
import { textTable } from './text-table.ts';

/** Characters of a bar that stands for all of a step. */
const BAR = 24;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Where the time and the memory of each stage's steps went, by the person's own nodes; empty without a profile. */
export function profileTable(events: readonly RunEvent[], folder: string, file: RunFile): string {
  const last = new Map<string, Profile>();
  for (const event of events) if (event.kind === 'profile') last.set(event.stage, event);
  const profiles = file.plan.stages.flatMap((it) => last.get(it.id) ?? []);
  if (profiles.length === 0) return '';
  const titles = nodeTitles(file);
  const tables = profiles.map((it) => stageTable(it, folder, file, titles));
  return [...tables, 'Chrome (chrome://tracing) and ui.perfetto.dev open the traces.'].join('\n\n');
}

function stageTable(
  profile: Profile,
  folder: string,
  file: RunFile,
  titles: (node: string) => string,
): string {
  const index = file.plan.stages.findIndex((it) => it.id === profile.stage);
  const head = `Stage ${index + 1}, ${stageName(file, profile.stage)}: ${profile.milliseconds.toFixed(2)} ms a step (mean of ${profile.steps})`;
  const rows = profileByNode(profile, file.origin).map((cost) => [
    cost.node === null ? 'everything else' : titles(cost.node),
    cost.milliseconds.toFixed(2),
    `${(cost.share * 100).toFixed(1)} %`,
    bytesText(cost.bytes),
    bar(cost),
  ]);
  const table = textTable([['time by node', 'ms a step', 'share', 'memory', ''], ...rows], [0, 4]);
  return `${head}\n${table}\nTrace: ${join(folder, profile.file)}`;
}

const bar = ({ share }: NodeCost): string => {
  const eighths = Math.round(share * BAR * 8);
  return `${'█'.repeat(Math.floor(eighths / 8))}${EIGHTHS[eighths % 8]}`;
};
