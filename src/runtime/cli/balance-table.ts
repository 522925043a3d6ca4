import { type LossPartName, lossPartNames, regularizersOf } from '../../nodes/loss-part-names.ts';
import type { RunEvent } from '../../plan/events.ts';
import {
  type Balance,
  balanceByTask,
  type LossBalance,
  lossBalance,
  unevenLoss,
  weightText,
} from '../../plan/loss-balance.ts';
import type { Stage } from '../../plan/plan.ts';
import type { RunFile } from '../run-file.ts';
import { networkName } from './network-name.ts';
import { nodeTitles } from './node-titles.ts';
import { percent } from './result-table.ts';
import { stageName } from './stage-name.ts';
import { textTable } from './text-table.ts';

/** What each of several losses brought to the gradient in the end, stage by stage and task by task; empty where nothing was measured. */
export function balanceTable(events: readonly RunEvent[], file: RunFile): string {
  const of = new Map<string, Balance[]>();
  for (const event of events)
    if (event.kind === 'balance') of.set(event.stage, [...(of.get(event.stage) ?? []), event]);
  const titleOf = nodeTitles(file);
  return file.plan.stages
    .flatMap((stage) => {
      return balanceByTask(stage, of.get(stage.id) ?? []).map(({ task, events: own }) => {
        const losses = lossBalance(own);
        const ids = losses.map((it) => it.at);
        const who = stage.tasks ? networkName(file, task.train[0] as string) : stageName(file, stage.id);
        return taskTable(task, who, losses, lossPartNames(task, ids, file.origin, titleOf), file);
      });
    })
    .join('\n\n');
}

type Names = ReadonlyMap<string, LossPartName>;

function taskTable(
  { id, terms }: Stage,
  who: string,
  losses: readonly LossBalance[],
  names: Names,
  file: RunFile,
): string {
  const name = (it: LossBalance): string => names.get(it.at)?.text ?? it.at;
  const number = (value: number | null): string => value?.toPrecision(4) ?? '–';
  const index = file.plan.stages.findIndex((it) => it.id === id);
  const table = textTable([
    ['loss', 'value', 'weight', 'weighted gradient', 'share of gradient'],
    ...losses.map((it) => [
      name(it),
      number(it.value),
      it.weight === null ? '–' : String(Number(it.weight.toPrecision(4))),
      number(it.gradient),
      it.share === null ? '–' : percent(it.share),
    ]),
  ]);
  const uneven = unevenLoss(
    losses,
    regularizersOf(
      { terms },
      losses.map((it) => it.at),
    ),
  );
  const hint = uneven ? `\n${unevenText(uneven, name(uneven))}` : '';
  return `Stage ${index + 1}, ${who}, in the end\n${table}${hint}`;
}

function unevenText({ share, evenWeight }: LossBalance, name: string): string {
  const told = `${name} brings ${percent(share ?? 0)} of the gradient`;
  return evenWeight === null
    ? `${told}.`
    : `${told}; a weight of about ${weightText(evenWeight)} would balance it.`;
}
