import { closedChannels, closedText } from '../../plan/closed-channels.ts';
import type { RunEvent } from '../../plan/events.ts';
import type { RunFile } from '../run-file.ts';
import { networkName } from './network-name.ts';
import { stageName } from './stage-name.ts';

/** Which channels the gates of a run closed, stage by stage; empty where no stage trains gates. */
export function closedTable(events: readonly RunEvent[], file: RunFile): string {
  const gates = events.filter((it) => it.kind === 'gates');
  const found = closedChannels(file.plan, lastOf(gates));
  return file.plan.stages
    .flatMap(({ id }, at) => {
      const lines = found
        .filter((it) => it.stage === id)
        .map((it) => closedText(it, (network) => networkName(file, network)));
      return lines.length === 0
        ? []
        : [`Stage ${at + 1}, ${stageName(file, id)}, gates in the end`, ...lines];
    })
    .join('\n');
}

/** A run that was resumed may tell twice. */
function lastOf<T extends { readonly stage: string; readonly network: string; readonly layer: string }>(
  gates: readonly T[],
): readonly T[] {
  return [...new Map(gates.map((it) => [`${it.stage} ${it.network} ${it.layer}`, it])).values()];
}
