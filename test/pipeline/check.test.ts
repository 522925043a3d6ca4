import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../src/pipeline/check.ts';
import { refuseWire } from '../../src/pipeline/connect.ts';
import type { Document } from '../../src/pipeline/document.ts';
import { setParam } from '../../src/pipeline/edits.ts';
import { cpuTime } from '../cpu-time.ts';
import { anyDocument, definitions, drawn } from './arbitrary.ts';

const codes = (document: Document): string[] =>
  check(document, definitions)
    .problems.filter((it) => it.severity === 'error')
    .map((it) => it.code);

describe('a sound pipeline', () => {
  const sound = drawn({ a: 'test.source', w: 'test.weigh', g: 'test.goal' }, [
    'a.loss > w.loss',
    'w.loss > g.loss',
  ]);

  test('has no problem, an order and a type on every wire', () => {
    const graph = check(sound, definitions);
    expect(graph.problems).toEqual([]);
    expect(graph.order).toEqual(['a', 'w', 'g']);
    expect(graph.wires).toEqual({
      'wire-0': { kind: 'scalar', gradient: true },
      'wire-1': { kind: 'scalar', gradient: true },
    });
    expect(graph.nodes.w?.params).toEqual({ factor: 1 });
  });

  test('the order does not depend on how the file orders its nodes', () => {
    const types = { b: 'test.source', c: 'test.source', a: 'test.source' };
    const backwards = { a: 'test.source', c: 'test.source', b: 'test.source' };
    expect(check(drawn(types), definitions).order).toEqual(['a', 'b', 'c']);
    expect(check(drawn(backwards), definitions).order).toEqual(['a', 'b', 'c']);
  });

  test('what no goal needs warns and stops nothing', () => {
    const graph = check(
      { ...sound, nodes: { ...sound.nodes, ...drawn({ lone: 'test.add' }).nodes } },
      definitions,
    );
    expect(graph.problems).toMatchObject([{ code: 'input-open', node: 'lone', severity: 'warning' }]);
    expect(graph.needed.has('lone')).toBe(false);
  });
});

describe('hostile graphs', () => {
  test('a circle is named by its nodes, and what hangs below it is not', () => {
    const round = drawn({ a: 'test.weigh', b: 'test.weigh', below: 'test.goal' }, [
      'a.loss > b.loss',
      'b.loss > a.loss',
      'b.loss > below.loss',
    ]);
    const cycle = check(round, definitions).problems.filter((it) => it.code === 'cycle');
    expect(cycle.map((it) => it.node)).toEqual(['a', 'b']);
  });

  test('a node that feeds itself is a circle', () => {
    expect(codes(drawn({ a: 'test.weigh' }, ['a.loss > a.loss']))).toContain('cycle');
  });

  test('a wire to a node or a port that is not there', () => {
    for (const wire of [
      'a.loss > nobody.loss',
      'nobody.loss > g.loss',
      'a.nothing > g.loss',
      'a.loss > g.nothing',
      'a.toString > g.loss',
    ])
      expect(codes(drawn({ a: 'test.source', g: 'test.goal' }, [wire])), wire).toContain('wire-to-nowhere');
  });

  test('a node of an unknown type', () => {
    expect(codes(drawn({ a: 'alien.node', g: 'test.goal' }, ['a.loss > g.loss']))).toContain('unknown-node');
  });

  test('two wires to one input', () => {
    expect(
      codes(
        drawn({ a: 'test.source', b: 'test.source', g: 'test.goal' }, ['a.loss > g.loss', 'b.loss > g.loss']),
      ),
    ).toEqual(['port-taken']);
  });

  test('a wire of the wrong kind', () => {
    expect(codes(drawn({ o: 'test.optimizer', g: 'test.goal' }, ['o.optimizer > g.loss']))).toEqual(['kind']);
  });

  test('an open input', () => {
    expect(codes(drawn({ g: 'test.goal' }))).toEqual(['input-open']);
  });

  test('a parameter out of its limits, of another type, or unknown', () => {
    const sound = drawn({ a: 'test.source', w: 'test.weigh', g: 'test.goal' }, [
      'a.loss > w.loss',
      'w.loss > g.loss',
    ]);
    for (const [param, value] of [
      ['factor', 11],
      ['factor', 'much'],
      ['factor', null],
      ['colour', 1],
    ] as const)
      expect(check(setParam(sound, 'w', param, value), definitions).problems).toMatchObject([
        { code: 'parameter', node: 'w', param, severity: 'error' },
      ]);
  });

  test('500 documents without sense: problems, never a throw', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const graph = check(document, definitions);
        for (const it of graph.problems) expect(it.message).not.toContain('undefined');
        expect(new Set(graph.order).size).toBe(graph.order.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('drawing a wire', () => {
  const document = drawn(
    { a: 'test.source', w: 'test.weigh', v: 'test.weigh', o: 'test.optimizer', g: 'test.goal' },
    ['w.loss > v.loss', 'a.loss > g.loss'],
  );
  const refused = (from: string, fromPort: string, to: string): string | undefined =>
    refuseWire(document, definitions, {
      from: { node: from, port: fromPort },
      to: { node: to, port: 'loss' },
    })?.code;

  test('is refused where it would close a circle, join the node to itself or carry the wrong kind', () => {
    expect(refused('v', 'loss', 'w')).toBe('cycle');
    expect(refused('w', 'loss', 'w')).toBe('self-wire');
    expect(refused('o', 'optimizer', 'w')).toBe('kind');
  });

  test('is allowed where it fits, also to an input that is taken', () => {
    expect(refused('a', 'loss', 'w')).toBeUndefined();
    expect(refused('v', 'loss', 'g')).toBeUndefined();
  });
});

describe('size', () => {
  const chain = (count: number): Document => {
    const nodes: Record<string, string> = { n0: 'test.source' };
    const wires: string[] = [];
    for (let at = 1; at < count - 1; at += 1) {
      nodes[`n${at}`] = 'test.add';
      wires.push(`n${at - 1}.loss > n${at}.a`, `n0.loss > n${at}.b`);
    }
    nodes.goal = 'test.goal';
    wires.push(`n${count - 2}.loss > goal.loss`);
    return drawn(nodes, wires);
  };

  test('5,000 nodes in one chain, all fed by the first, are checked within a second', () => {
    const document = chain(5000);
    let graph = check(drawn({}), definitions);
    const taken = cpuTime(() => {
      graph = check(document, definitions);
    });
    expect(taken).toBeLessThan(1000);
    expect(graph.problems).toEqual([]);
    expect(graph.order).toHaveLength(5000);
  });

  test('a circle of 5,000 nodes is found within a second', () => {
    const document = chain(5000);
    const closed = {
      ...document,
      nodes: { ...document.nodes, n0: { ...document.nodes.n1, type: 'test.add' } },
    } as Document;
    const wires = {
      ...closed.wires,
      back: { from: { node: 'n4998', port: 'loss' }, to: { node: 'n0', port: 'a' } },
    };
    let found = false;
    const taken = cpuTime(() => {
      found = check({ ...closed, wires }, definitions).problems.some((it) => it.code === 'cycle');
    });
    expect(taken).toBeLessThan(1000);
    expect(found).toBe(true);
  });
});
