import { z } from 'zod';
import type { EngineEvent } from './events.ts';
import { NETWORK_INPUT } from './layers.ts';
import type { Plan } from './plan.ts';

export type Gates = Extract<EngineEvent, { kind: 'gates' }>;

/** Below this mean gate a channel counts as closed, as hardly anything of it comes through, where no mask says otherwise. */
export const CLOSED = 0.1;

export type ClosedChannels = {
  readonly stage: string;
  /** Whose channels they are. */
  readonly network: string;
  /** The layer that they are of. */
  readonly layer: string;
  readonly channels: number;
  /** The mean gate below which they are closed. */
  readonly limit: number;
  /** Whether a network begins with them masked. */
  readonly masked: boolean;
  /** From 0. */
  readonly closed: readonly number[];
  /** The lowest mean gate; null where one of them is not finite. */
  readonly least: number | null;
};

/**
 * Which channels a channel attention lets hardly anything through of. A projector's own gates at its input are of the layer
 * that it stands on.
 */
export function closedChannels(plan: Plan, gates: readonly Gates[]): readonly ClosedChannels[] {
  return gates.map(({ stage, network, layer, means }) => {
    const mask = maskBy(plan, network, layer);
    const limit = mask ?? CLOSED;
    const closed = means.flatMap((it, channel) => (it !== null && it < limit ? [channel] : []));
    const least = means.every((it) => it !== null) ? Math.min(...means) : null;
    const of = gatedLayer(plan, stage, network, layer);
    return { stage, ...of, channels: means.length, limit, masked: mask !== null, closed, least };
  });
}

/** What a start says of the gates that it masks channels by. */
const Masking = z.object({
  limit: z.number(),
  masks: z.array(z.object({ gates: z.array(z.object({ from: z.int(), layer: z.string() })) })),
});

/** The limit by which a network that begins from these gates masks channels; null where none does. */
function maskBy({ networks }: Plan, network: string, layer: string): number | null {
  for (const { start } of networks) {
    const masking = start.kind === 'derived' ? Masking.safeParse(start.args).data : undefined;
    const gates = masking?.masks.flatMap((it) => it.gates) ?? [];
    if (start.kind === 'derived' && gates.some((it) => start.from[it.from] === network && it.layer === layer))
      return masking?.limit ?? null;
  }
  return null;
}

function gatedLayer(
  { networks, stages }: Plan,
  stage: string,
  network: string,
  layer: string,
): Pick<ClosedChannels, 'network' | 'layer'> {
  const layers = networks.find((it) => it.id === network)?.layers ?? [];
  const from = layers.find((it) => it.id === layer)?.from[0] ?? layer;
  if (from !== NETWORK_INPUT) return { network, layer: from };
  const { taps = [] } = stages.find((it) => it.id === stage) ?? {};
  const on = taps.find((it) => it.network === network)?.on;
  return taps.find((it) => it.id === on) ?? { network, layer };
}

/**
 * What of it is told: `2 of 8 channels of conv2d-2, Student, are closed (mean gate below 0.1), counted from 0: 1, 7.`.
 *
 * @param name what the person calls a network
 */
export function closedText(it: ClosedChannels, name: (network: string) => string): string {
  const whose = `${it.channels} channels of ${it.layer}, ${name(it.network)}`;
  const limit = `mean gate below ${it.limit}`;
  const after = it.masked ? ' The network that begins from it does without them.' : '';
  if (it.closed.length > 0)
    return `${it.closed.length} of ${whose}, ${it.closed.length === 1 ? 'is' : 'are'} closed (${limit}), counted from 0: ${it.closed.join(', ')}.${after}`;
  const least = it.least === null ? 'not finite' : it.least.toFixed(2);
  return `None of ${whose}, is closed (${limit}); the lowest mean gate is ${least}.`;
}
