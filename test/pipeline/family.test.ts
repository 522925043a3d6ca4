import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { check } from '../../src/pipeline/check.ts';
import { refuseWire } from '../../src/pipeline/connect.ts';
import type { PipelineDefinition } from '../../src/pipeline/definition.ts';
import { cutFragment, paste } from '../../src/pipeline/fragment.ts';
import {
  memberOf,
  membersOf,
  type PortSpecs,
  type PortType,
  portSpec,
  portsThere,
} from '../../src/pipeline/ports.ts';
import { refusal } from '../../src/pipeline/refusal.ts';
import { formatDocument, parseDocument } from '../../src/pipeline/text.ts';
import { drawn } from './arbitrary.ts';

const plain = { version: 1, inputs: {}, outputs: {}, goal: false, upgrade: {}, params: z.strictObject({}) };
const sizes = { 'conv-1': [8, 8, 4], 'conv-2': [4, 4, 8], pool: [8] };

/** A node with a tap at each layer; the trained one's model is known by them. */
function network(type: string, gradient: 'yes' | 'no'): PipelineDefinition {
  const model = { kind: 'model', classes: 10 } as const;
  const taps = Object.entries(sizes).map(([id, shape]): [string, PortType] => [
    `layer:${id}`,
    {
      kind: 'activation',
      dims: ['n', ...shape],
      gradient: gradient === 'yes',
      ...(gradient === 'yes' && { model }),
    },
  ]);
  return {
    ...plain,
    type,
    title: type,
    outputs: {
      logits: { kind: 'activation', dims: ['n', 'c'], gradient, title: 'logits' },
      'layer:*': { kind: 'activation', dims: ['n', '...s'], gradient, title: 'layer' },
    },
    params: z.strictObject({ open: z.boolean().default(false) }),
    infer: ({ params }) => ({ outputs: params.open ? {} : Object.fromEntries(taps) }),
  };
}
const definitions = new Map<string, PipelineDefinition>(
  [
    network('test.student', 'yes'),
    network('test.teacher', 'no'),
    {
      ...plain,
      type: 'test.hint',
      title: 'Hint',
      goal: true,
      inputs: {
        student: { kind: 'activation', dims: ['n', '...s'], gradient: 'yes', title: 'student layer' },
        teacher: { kind: 'activation', dims: ['n', '...s'], gradient: 'no', title: 'teacher layer' },
      } satisfies PortSpecs,
      outputs: { loss: { kind: 'scalar', title: 'loss' } } satisfies PortSpecs,
    },
  ].map((it) => [it.type, it as PipelineDefinition]),
);
const nodes = { s: 'test.student', t: 'test.teacher', h: 'test.hint' };
const hint = (student: string, teacher: string) =>
  drawn(nodes, [`${student} > h.student`, `${teacher} > h.teacher`]);
const problems = (student: string, teacher: string) => check(hint(student, teacher), definitions).problems;

describe('a family of ports', () => {
  const specs = definitions.get('test.student')?.outputs ?? {};

  test('answers for each of its members, and for no other name', () => {
    expect(memberOf(specs, 'layer:conv-1')).toEqual({ family: 'layer:*', member: 'conv-1' });
    expect(portSpec(specs, 'layer:a:b')).toMatchObject({ kind: 'activation', gradient: 'yes', title: 'a:b' });
    for (const name of [
      'layer:*',
      'layer:',
      'layer',
      ':conv-1',
      'weight:conv-1',
      'toString',
      'constructor:x',
    ])
      expect(portSpec(specs, name), name).toBeUndefined();
  });

  test('gives way to the members that a checked node has, in their order', () => {
    const { outputs } = check(hint('s.layer:pool', 't.layer:pool'), definitions).nodes.s ?? { outputs: {} };
    expect(portsThere(specs, outputs)).toEqual(['logits', 'layer:conv-1', 'layer:conv-2', 'layer:pool']);
    expect(membersOf('layer:*', outputs)).toHaveLength(3);
    expect(portsThere(specs)).toEqual(['logits']);
  });
});

describe('a wire from a member', () => {
  test('carries the type that inference gives it', () => {
    const graph = check(hint('s.layer:conv-2', 't.layer:conv-2'), definitions);
    expect(graph.problems).toEqual([]);
    expect(graph.wires['wire-0']).toMatchObject({ dims: ['n', 4, 4, 8], gradient: true });
    expect(graph.wires['wire-1']).toEqual({ kind: 'activation', dims: ['n', 4, 4, 8], gradient: false });
  });

  test('is refused where shapes clash, and where teacher and student are swapped', () => {
    expect(problems('s.layer:conv-1', 't.layer:conv-2')).toMatchObject([
      { code: 'shape', node: 'h', port: 'teacher', found: 'n×4×4×8', allowed: 'n×8×8×4' },
    ]);
    expect(problems('t.layer:pool', 's.layer:pool').map((it) => [it.code, it.port])).toEqual([
      ['student-frozen', 'student'],
      ['teacher-trained', 'teacher'],
    ]);
  });

  test('of another number of dimensions is to be replaced, not to be resized', () => {
    const map = { kind: 'activation', dims: ['n', 'h', 'w', 'c'], gradient: 'no', title: 'map' } as const;
    const fix = (dims: readonly (number | 'n')[]) =>
      refusal({ kind: 'activation', dims, gradient: false }, map, new Map([['c', [8]]]))?.fix;
    expect(fix(['n', 10])).toMatch(/^Wire an output of 4 dimensions into it/);
    expect(fix(['n', 4, 4, 4])).toMatch(/^Make the sizes equal/);
    expect(fix(['n', 4, 4, 8])).toBeUndefined();
  });

  test('from a member that is not there is told at its node, with those that are', () => {
    expect(problems('s.layer:conv-9', 't.layer:pool')).toMatchObject([
      {
        code: 'no-such-layer',
        node: 's',
        port: 'layer:conv-9',
        found: 'conv-9',
        allowed: 'conv-1, conv-2, pool',
      },
    ]);
  });

  test('is no problem of its own while the members of the node are not known', () => {
    const document = hint('s.layer:conv-9', 't.layer:pool');
    const open = { ...document.nodes.s, params: { open: true } };
    const graph = check({ ...document, nodes: { ...document.nodes, s: open as never } }, definitions);
    expect(graph.problems).toEqual([]);
  });

  test('from another name with a colon leads nowhere', () => {
    expect(problems('s.weight:conv-1', 't.layer:pool').map((it) => it.code)).toContain('wire-to-nowhere');
  });

  test('is judged while it is drawn as it is afterwards', () => {
    const document = hint('s.layer:conv-1', 't.layer:conv-1');
    const refused = (port: string) =>
      refuseWire(document, definitions, { from: { node: 't', port }, to: { node: 'h', port: 'teacher' } })
        ?.code;
    expect(refused('layer:conv-1')).toBeUndefined();
    expect(refused('layer:conv-2')).toBe('shape');
    expect(refused('layer:nothing')).toBe('no-such-layer');
  });

  test('tells the loss what it trains', () => {
    const graph = check(hint('s.layer:pool', 't.layer:pool'), definitions);
    expect(graph.nodes.h?.outputs.loss).toEqual({
      kind: 'scalar',
      gradient: true,
      trains: [{ kind: 'model', classes: 10 }],
    });
  });

  test('survives text, and copying beside its nodes', () => {
    const document = hint('s.layer:conv-1', 't.layer:conv-1');
    expect(parseDocument(formatDocument(document))).toEqual({ ok: true, value: document });
    const pasted = paste(document, cutFragment(document, new Set(['s', 't', 'h'])), { x: 0, y: 0 }).document;
    expect(check(pasted, definitions).problems).toEqual([]);
    expect(Object.values(pasted.wires).map((it) => it.from)).toContainEqual({
      node: 's-2',
      port: 'layer:conv-1',
    });
  });
});

test('of many members those that are named most alike are told', () => {
  const many = Array.from({ length: 300 }, (_, at) => `stage${Math.ceil((at + 1) / 100)}.conv${at}`);
  const long: PipelineDefinition = {
    ...network('test.student', 'yes'),
    infer: () => ({
      outputs: Object.fromEntries(
        many.map((id) => [`layer:${id}`, { kind: 'activation', dims: ['n', 4], gradient: true }]),
      ),
    }),
  };
  const graph = check(
    hint('s.layer:stage3.conv9', 't.layer:pool'),
    new Map([...definitions, [long.type, long]]),
  );
  const allowed = graph.problems[0]?.allowed ?? '';
  expect(allowed.split(', ')).toHaveLength(13);
  expect(allowed).toContain('and 288 more');
  expect(allowed.startsWith('stage3.')).toBe(true);
});
