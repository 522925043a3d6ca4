import type { CheckedGraph } from '../../src/pipeline/check.ts';
import type { Document, Wire } from '../../src/pipeline/document.ts';
import { cardPorts, nodeWires } from './card-content.ts';
import { fittingPorts } from './fitting-ports.ts';
import { spokenEnd } from './wire-view.ts';

/** A wire that a node could have. */
export type PossibleWire = {
  readonly wire: Wire;
  /** The node's own port, by its title. */
  readonly own: string;
  readonly side: 'input' | 'output';
  /** Node and port at the other end: `Teacher, logits`. */
  readonly far: string;
  /** What the input is fed by now, which would no longer be; undefined where it is free. */
  readonly instead: string | undefined;
};

/**
 * Every wire that may be drawn from or to a node, what is missing first: inputs that must be wired, outputs into free inputs that
 * must be, then what may be wired, then what would take another wire's place. Wires that are there are none of them.
 */
export function possibleWires(document: Document, checked: CheckedGraph, node: string): PossibleWire[] {
  const ports = cardPorts(document, checked, node, nodeWires(document));
  const needed = neededInputs(document, checked);
  const feeders = new Map(Object.values(document.wires).map(({ from, to }) => [keyOf(to), from]));
  const found = [...ports.inputs, ...ports.outputs, ...ports.layers].flatMap(({ port, side, title }) => {
    const end = { node, port };
    const fitting = fittingPorts(document, checked, { end, side });
    return [...fitting].flatMap((key): (PossibleWire & { readonly rank: number })[] => {
      const [, farNode = '', farPort = ''] = key.split(' ');
      const far = { node: farNode, port: farPort };
      const wire = side === 'output' ? { from: end, to: far } : { from: far, to: end };
      const feeder = feeders.get(keyOf(wire.to));
      if (feeder && keyOf(feeder) === keyOf(wire.from)) return [];
      const isLayer = wire.from.port.includes(':');
      const rank = (feeder ? 4 : needed.has(keyOf(wire.to)) ? 0 : 2) + (isLayer ? 1 : 0);
      const instead = feeder && spokenEnd(document, 'outputs', feeder);
      const spoken = spokenEnd(document, side === 'output' ? 'inputs' : 'outputs', far);
      return [{ wire, own: title, side, far: spoken, instead, rank }];
    });
  });
  const seen = new Set<string>();
  return found
    .filter(({ wire }) => {
      const key = `${keyOf(wire.from)} ${keyOf(wire.to)}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ rank: _, ...it }) => it);
}

const keyOf = ({ node, port }: Wire['from']): string => `${node} ${port}`;

/** Inputs that nothing feeds and that a run needs. */
function neededInputs(document: Document, checked: CheckedGraph): ReadonlySet<string> {
  const wires = nodeWires(document);
  return new Set(
    Object.keys(document.nodes).flatMap((node) =>
      cardPorts(document, checked, node, wires)
        .inputs.filter((it) => !it.optional && it.wire === undefined)
        .map((it) => keyOf({ node, port: it.port })),
    ),
  );
}
