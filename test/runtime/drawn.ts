import type { Document, Wire } from '../../src/pipeline/document.ts';
import { template, withParams } from './compile/templates.ts';

export type Params = Record<string, unknown>;
/** A node's type with the parameters that differ from its defaults. */
export type DrawnNode = readonly [type: string, params?: Params];
export type Wiring = readonly [from: string, output: string, to: string, input: string];

/** A document of these nodes and wires. */
export function drawn(nodes: Readonly<Record<string, DrawnNode>>, wires: readonly Wiring[]): Document {
  const empty = template('student-alone-mnist');
  const position = { x: 0, y: 0 };
  const bare = Object.fromEntries(
    Object.entries(nodes).map(([id, [type]]) => [id, { type, version: 1, position, params: {} }]),
  );
  const wired = wires.map(([node, port, to, input], at): [string, Wire] => [
    `wire-${at}`,
    { from: { node, port }, to: { node: to, port: input } },
  ]);
  return Object.entries(nodes).reduce<Document>((of, [id, [, params = {}]]) => withParams(of, id, params), {
    ...empty,
    nodes: bare,
    wires: Object.fromEntries(wired),
  });
}
