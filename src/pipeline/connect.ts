import { check, titleOf } from './check.ts';
import type { Definitions } from './definition.ts';
import type { Document, Wire } from './document.ts';
import { awake } from './effective.ts';
import { upstreamOf } from './order.ts';
import { type Problem, problem } from './problem.ts';

const TRIAL = 'trial-wire';

/**
 * Why a wire may not be drawn, or undefined where it may. It asks the check itself, on the document as it
 * would be, so that canvas and compiler cannot disagree. A wire that ends at a taken input replaces the old one.
 */
export function refuseWire(document: Document, definitions: Definitions, wire: Wire): Problem | undefined {
  if (wire.from.node === wire.to.node)
    return problem({
      code: 'self-wire',
      node: wire.to.node,
      port: wire.to.port,
      message: 'A node cannot feed itself.',
      fix: 'Wire it to another node.',
    });
  const kept = Object.entries(document.wires).filter(
    ([, it]) => it.to.node !== wire.to.node || it.to.port !== wire.to.port,
  );
  const without = { ...document, wires: Object.fromEntries(kept) };
  // A circle that is there already is no reason against a wire that is no part of it.
  if (upstreamOf(without, [wire.from.node]).has(wire.to.node))
    return problem({
      code: 'cycle',
      node: wire.to.node,
      port: wire.to.port,
      message: `${titleOf(document, definitions, wire.to.node)} feeds ${titleOf(document, definitions, wire.from.node)} already: this wire would close a circle.`,
      fix: 'A run needs an order. Wire it to a node that comes later.',
    });
  // A wire to a node that is muted must fit all the same, for the day when it is not.
  const ends = awake(without, [wire.from.node, wire.to.node]);
  const trial = check({ ...ends, wires: { ...ends.wires, [TRIAL]: wire } }, definitions);
  return trial.problems.find((it) => it.wire === TRIAL);
}
