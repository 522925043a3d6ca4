import type { NodeDefinition } from '../../src/nodes/define.ts';
import type { CheckedGraph } from '../../src/pipeline/check.ts';
import type { Document, DocumentNode, End } from '../../src/pipeline/document.ts';
import {
  describeType,
  type NetworkSize,
  type PortKind,
  type PortSpec,
  type PortType,
  portSpec,
  portsThere,
  seenInputs,
} from '../../src/pipeline/ports.ts';
import { definitionsIn } from '../catalogue.ts';
import { describeValue } from '../inspector/describe-value.ts';
import { fieldValue, formFields, isDefault, shownFields } from '../inspector/form-fields.ts';

export type CardPort = {
  readonly port: string;
  readonly title: string;
  readonly side: 'input' | 'output';
  /** Undefined where the node's type or the port is not known; wires to it are drawn all the same. */
  readonly kind: PortKind | undefined;
  readonly optional: boolean;
  readonly help: string;
  /** A wire that begins or ends here; an input has no more than one. */
  readonly wire: string | undefined;
  /** What flows through it, where that is more than its kind: `28×28×1 · 10 classes`. */
  readonly shape: string | undefined;
};

/** Of one node. */
export type CardPorts = {
  readonly inputs: readonly CardPort[];
  readonly outputs: readonly CardPort[];
  /** The outputs by which any layer of its network can be tapped, in order; empty until network and data have met. */
  readonly layers: readonly CardPort[];
};

/**
 * The ports of a node in the definition's order, and after them those that only a wire speaks of. Layers stand among the
 * outputs where they are wired, and all of them in `layers`.
 */
export function cardPorts(
  document: Document,
  checked: CheckedGraph,
  id: string,
  wires: NodeWires,
): CardPorts {
  const node = document.nodes[id];
  const definition = definitionsIn(document).get(node?.type ?? '');
  const types = checked.nodes[id];
  const side = (which: CardPort['side']) => {
    const specs: Readonly<Record<string, PortSpec>> =
      definition?.[which === 'input' ? 'inputs' : 'outputs'] ?? {};
    const wired = wires[which === 'input' ? 'into' : 'outOf'].get(id) ?? NO_PORTS;
    const there =
      which === 'input' ? seenInputs(specs, (port) => wired.has(port)) : portsThere(specs, types?.outputs);
    const known = there.map((port): CardPort => {
      const spec = portSpec(specs, port) as PortSpec;
      const type = which === 'input' ? types?.inputs[port] : types?.outputs[port];
      return {
        port,
        title: spec.title ?? port,
        side: which,
        kind: spec.kind,
        optional: spec.optional ?? false,
        help: spec.help ?? '',
        wire: wired.get(port),
        shape: type && shapeOf(type),
      };
    });
    const strange = [...wired]
      .filter(([port]) => !there.includes(port))
      .map(
        ([port, wire]): CardPort => ({
          port,
          title: port,
          side: which,
          kind: undefined,
          optional: false,
          help: 'No such port is known here.',
          wire,
          shape: undefined,
        }),
      );
    const [single, layers] = [true, false].map((own) =>
      known.filter((it) => Object.hasOwn(specs, it.port) === own),
    ) as [CardPort[], CardPort[]];
    return { ports: [...single, ...layers.filter((it) => it.wire !== undefined), ...strange], layers };
  };
  const { ports: outputs, layers } = side('output');
  return { inputs: side('input').ports, outputs, layers };
}

const NO_PORTS: ReadonlyMap<string, string> = new Map();

/** By node and port, a wire that is there. */
export type NodeWires = {
  readonly into: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly outOf: ReadonlyMap<string, ReadonlyMap<string, string>>;
};

const wiresBefore = new WeakMap<Document['wires'], NodeWires>();

export function nodeWires({ wires }: Document): NodeWires {
  const before = wiresBefore.get(wires);
  if (before) return before;
  const into = new Map<string, Map<string, string>>();
  const outOf = new Map<string, Map<string, string>>();
  const add = (to: Map<string, Map<string, string>>, { node, port }: End, wire: string): void => {
    const ports = to.get(node) ?? new Map<string, string>();
    to.set(node, ports.set(port, wire));
  };
  for (const [id, { from, to }] of Object.entries(wires)) {
    add(outOf, from, id);
    add(into, to, id);
  }
  const found = { into, outOf };
  wiresBefore.set(wires, found);
  return found;
}

/** A type in words where it says more than the port's colour does. */
export function shapeOf(type: PortType): string | undefined {
  const text = describeType(type);
  return /\d/.test(text) ? text : undefined;
}

export type ToldParam = { readonly title: string; readonly value: string; readonly set: boolean };

/** The parameters that say most of a node: first those that the person set, then the definition's first ones. */
export function tellingParams(
  node: DocumentNode,
  definition: NodeDefinition | undefined,
  most = 3,
): readonly ToldParam[] {
  if (!definition) return [];
  const told = shownFields(formFields(definition), node.params).map((field) => ({
    title: field.title,
    value: `${describeValue(field, fieldValue(field, node.params))}${unitOf(field.unit)}`,
    set: !isDefault(field, node.params),
  }));
  const chosen = new Set([...told.filter((it) => it.set), ...told.filter((it) => !it.set)].slice(0, most));
  return told.filter((it) => chosen.has(it));
}

/** Only units that are as short as the number they stand behind. */
const unitOf = (unit: string | undefined): string => (unit && unit.length <= 2 ? ` ${unit}` : '');

/** What the network of a node costs on one example, where network and data have met there. */
export function networkSize(checked: CheckedGraph, id: string): NetworkSize | undefined {
  const inputs = Object.values(checked.nodes[id]?.inputs ?? {});
  const network = inputs.find((it) => it?.kind === 'network');
  const data = inputs.find((it) => it?.kind === 'data');
  if (network?.kind === 'network' && data?.kind === 'data') {
    const size = network.measure(data.shape, data.classes);
    return size === null || 'refusal' in size ? undefined : size;
  }
  const outputs = Object.values(checked.nodes[id]?.outputs ?? {});
  const model = outputs.find((it) => it?.kind === 'model');
  return model?.kind === 'model' ? model.size : undefined;
}
