import fc from 'fast-check';
import { z } from 'zod';
import type { PipelineDefinition } from '../../src/pipeline/definition.ts';
import { type Document, emptyDocument, FRAME_COLOURS, NodeState } from '../../src/pipeline/document.ts';

/** Small definitions, so that the pipeline room is tested without knowing any real node. */
function define(draft: Pick<PipelineDefinition, 'type'> & Partial<PipelineDefinition>): PipelineDefinition {
  return {
    version: 1,
    title: draft.type,
    inputs: {},
    outputs: {},
    params: z.strictObject({}),
    goal: false,
    upgrade: {},
    ...draft,
  };
}

const definitionList = [
  define({ type: 'test.source', outputs: { loss: { kind: 'scalar' } } }),
  define({
    type: 'test.weigh',
    version: 3,
    inputs: { loss: { kind: 'scalar' } },
    outputs: { loss: { kind: 'scalar' } },
    params: z.strictObject({ factor: z.number().min(0).max(10).default(1) }),
    // Version 1 called the factor `w`; version 2 kept it in per cent.
    upgrade: {
      2: ({ w, ...rest }) => ({ ...rest, factor: w }),
      3: ({ factor, ...rest }) => ({ ...rest, factor: Number(factor) / 100 }),
    },
  }),
  define({
    type: 'test.add',
    inputs: { a: { kind: 'scalar' }, b: { kind: 'scalar', optional: true } },
    outputs: { loss: { kind: 'scalar' } },
  }),
  define({ type: 'test.optimizer', outputs: { optimizer: { kind: 'optimizer' } } }),
  define({ type: 'test.goal', inputs: { loss: { kind: 'scalar' } }, goal: true }),
];
export const definitions = new Map(definitionList.map((it) => [it.type, it]));

const id = fc
  .stringMatching(/^[a-z][a-z0-9-]{0,6}$/)
  .filter((it) => it !== 'constructor' && it !== 'prototype');
const coordinate = fc.integer({ min: -100_000, max: 100_000 });
const position = fc.record({ x: coordinate, y: coordinate });
/** JSON without −0, which has no text of its own, and without the keys that are refused. */
export const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((it) => JSON.parse(JSON.stringify(it).replaceAll(/__proto__|constructor|prototype/g, 'x')) as never)
  .filter((it) => !JSON.stringify(it).includes('""'));

const node = fc.record(
  {
    type: fc.constantFrom(...definitions.keys(), 'alien.node'),
    version: fc.integer({ min: 1, max: 3 }),
    title: fc.string(),
    position,
    params: fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/).filter((it) => it !== 'constructor'),
      json,
      { maxKeys: 4 },
    ),
    state: fc.constantFrom(...NodeState.options),
  },
  { requiredKeys: ['type', 'version', 'position', 'params'] },
);
const end = fc.record({ node: id, port: fc.constantFrom('loss', 'a', 'b', 'none') });
const wire = fc.record(
  { from: end, to: end, via: fc.array(position, { minLength: 1, maxLength: 3 }) },
  { requiredKeys: ['from', 'to'] },
);
const frame = fc.record(
  {
    title: fc.string(),
    position,
    width: fc.integer({ min: 1, max: 900 }),
    height: fc.integer({ min: 1, max: 900 }),
    colour: fc.constantFrom(...FRAME_COLOURS),
  },
  { requiredKeys: ['title', 'position', 'width', 'height'] },
);

const note = fc.record({
  text: fc.string({ unit: 'binary' }),
  position,
  width: fc.integer({ min: 1, max: 900 }),
  height: fc.integer({ min: 1, max: 900 }),
});

const subgraph = fc.record({
  title: fc.string(),
  nodes: fc.dictionary(id, node, { maxKeys: 3 }),
  wires: fc.dictionary(id, wire, { maxKeys: 2 }),
  frames: fc.dictionary(id, frame, { maxKeys: 1 }),
  notes: fc.dictionary(id, note, { maxKeys: 1 }),
  inputs: fc.dictionary(id, fc.record({ into: fc.array(end, { minLength: 1, maxLength: 2 }) }), {
    maxKeys: 2,
  }),
  outputs: fc.dictionary(id, fc.record({ from: end }), { maxKeys: 2 }),
  params: fc.dictionary(id, fc.record({ node: id, param: fc.constantFrom('factor', 'none') }), {
    maxKeys: 2,
  }),
});

/** Any document that the schema takes; most of them make no sense. */
export const anyDocument: fc.Arbitrary<Document> = fc
  .record({
    title: fc.string(),
    description: fc.string({ unit: 'binary' }),
    nodes: fc.dictionary(id, node, { maxKeys: 8 }),
    wires: fc.dictionary(id, wire, { maxKeys: 8 }),
    frames: fc.dictionary(id, frame, { maxKeys: 3 }),
    notes: fc.dictionary(id, note, { maxKeys: 3 }),
    subgraphs: fc.dictionary(id, subgraph, { maxKeys: 2 }),
  })
  .map((it) => JSON.parse(JSON.stringify({ ...emptyDocument(), ...it })) as Document);

/** A document with the given nodes (by id: type) and wires (`from.port > to.port`). */
export function drawn(nodes: Readonly<Record<string, string>>, wires: readonly string[] = []): Document {
  const ends = wires.map((it) => it.split(' > ').map((part) => part.split('.')));
  return {
    ...emptyDocument('Drawn'),
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([name, type]) => [
        name,
        { type, version: definitions.get(type)?.version ?? 1, position: { x: 0, y: 0 }, params: {} },
      ]),
    ),
    wires: Object.fromEntries(
      ends.map(([from, to], at) => [
        `wire-${at}`,
        {
          from: { node: from?.[0] ?? '', port: from?.[1] ?? '' },
          to: { node: to?.[0] ?? '', port: to?.[1] ?? '' },
        },
      ]),
    ),
  };
}
