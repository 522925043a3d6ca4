import { type Layer, NETWORK_INPUT } from '../../../plan/layers.ts';
import type { Built } from '../../../plan/start.ts';
import { placedOn } from '../../network/truncated/truncate.ts';

/**
 * Several networks side by side on one input, and the mean of their answers behind them.
 *
 * @param of whether logits are averaged (`values`) or probabilities
 * @returns layers of the whole, those of member k called `member-k.…`, and the pairs of layers of each member
 */
export function joined(
  members: readonly Built[],
  of: 'values' | 'probabilities',
): { layers: Layer[]; parts: { to: string; from: string }[][] } {
  const prefix = (at: number): string => `member-${at + 1}.`;
  const layers = members.flatMap((it, at) => placedOn(it.layers, prefix(at), NETWORK_INPUT));
  const ends = members.map((it, at) => `${prefix(at)}${it.layers.at(-1)?.id}`);
  return {
    layers: [...layers, { id: 'logits', kind: 'average', of, from: ends }],
    parts: members.map((it, at) => it.layers.map(({ id }) => ({ to: `${prefix(at)}${id}`, from: id }))),
  };
}
