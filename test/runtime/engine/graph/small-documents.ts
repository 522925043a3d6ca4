import type { Document } from '../../../../src/pipeline/document.ts';
import { starter, template, withParams } from '../../compile/templates.ts';

export type Params = Record<string, unknown>;

/** Puts another node in the place of one, with the same wires. */
export function instead(document: Document, node: string, type: string, params: Params = {}): Document {
  const old = document.nodes[node];
  if (!old) throw new Error(`no node ${node}`);
  const nodes = { ...document.nodes, [node]: { ...old, type, version: 1, params: {} } };
  return withParams({ ...document, nodes }, node, params);
}

/** Puts a new node into a wire: what went from `from` to `to` goes through it. */
export function between(
  document: Document,
  [from, output]: readonly [string, string],
  [to, input]: readonly [string, string],
  {
    node,
    type,
    ports: [into, out],
    params,
  }: { node: string; type: string; ports: [string, string]; params: Params },
): Document {
  const wires = Object.fromEntries(
    Object.entries(document.wires).filter(([, it]) => it.to.node !== to || it.to.port !== input),
  );
  const position = { x: 0, y: 0 };
  return {
    ...document,
    nodes: {
      ...document.nodes,
      [node]: { type, version: 1, position, params: params as Document['nodes'][string]['params'] },
    },
    wires: {
      ...wires,
      [`into-${node}`]: { from: { node: from, port: output }, to: { node, port: into } },
      [`out-of-${node}`]: { from: { node, port: out }, to: { node: to, port: input } },
    },
  };
}

export const DATA = { trainExamples: 70, testExamples: 20 };
/** Two epochs of ten batches. */
export const TWENTY = { epochs: 2, batch: 7 };
export const small = (document: Document): Document =>
  withParams(withParams(document, 'mnist', DATA), 'trainer', { ...TWENTY, baseline: false });

export const student = small(template('student-alone-mnist'));
export const aStudent = withParams(student, 'student-network', { hidden: [12] });
export const lenet = { firstFilters: 2, secondFilters: 3, kernel: '3', dense: 8 };
export const SHORT = { epochs: 1, batch: 35 };
export const withTeacher = (document: Document): Document =>
  instead(document, 'teacher-network', 'network.mlp', { hidden: [16] });
/** A teacher of two steps, and what it teaches. */
export const taught = withParams(
  withParams(withTeacher(small(starter())), 'teacher', SHORT),
  'student-network',
  {
    hidden: [12],
  },
);
/** Both in the LeNet style, the teacher with larger kernels: as many maps. */
export const taughtByMaps = instead(
  instead(taught, 'teacher-network', 'network.lenet', { ...lenet, kernel: '5' }),
  'student-network',
  'network.lenet',
  lenet,
);
export const wire = (from: string, output: string, to: string, input: string) => ({
  from: { node: from, port: output },
  to: { node: to, port: input },
});
