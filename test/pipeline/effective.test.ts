import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../src/pipeline/check.ts';
import { refuseWire } from '../../src/pipeline/connect.ts';
import type { Document } from '../../src/pipeline/document.ts';
import { addWire, removeNodes, setNodeState } from '../../src/pipeline/edits.ts';
import { awake, canBypass, effectiveDocument } from '../../src/pipeline/effective.ts';
import { remediesFor } from '../../src/pipeline/remedies/remedies-for.ts';
import { anyDocument, definitions, drawn } from './arbitrary.ts';

const chain = drawn({ a: 'test.source', w: 'test.weigh', v: 'test.weigh', g: 'test.goal' }, [
  'a.loss > w.loss',
  'w.loss > v.loss',
  'v.loss > g.loss',
]);
const muted = (document: Document, ...ids: string[]): Document => setNodeState(document, ids, 'muted');
const bypassed = (document: Document, ...ids: string[]): Document => setNodeState(document, ids, 'bypassed');
const problems = (document: Document) => check(document, definitions).problems;

describe('a muted node', () => {
  test('is not there: what needed it says so and by whose fault, and one press takes it back', () => {
    const document = muted(chain, 'w');
    const [problem, ...more] = problems(document);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: 'input-skipped', node: 'v', port: 'loss', severity: 'error' });
    expect(problem?.message).toBe('loss of test.weigh comes from test.weigh, which is muted.');
    const [remedy] = problem ? remediesFor(check(document, definitions), definitions, problem) : [];
    expect(remedy?.title).toBe('Unmute test.weigh');
    expect(remedy?.apply(() => ({ x: 0, y: 0 }))).toEqual(chain);
  });

  test('leaves the same check behind as if it were removed, whatever is drawn', () => {
    fc.assert(
      fc.property(anyDocument, fc.nat(), (document, at) => {
        const plain = awake(document, Object.keys(document.nodes));
        const ids = Object.keys(plain.nodes);
        const id = ids[at % Math.max(1, ids.length)];
        if (id === undefined) return;
        const off = check(muted(plain, id), definitions);
        const without = check(removeNodes(plain, [id]), definitions);
        expect(off.order).toEqual(without.order);
        expect(off.needed).toEqual(without.needed);
        expect(Object.keys(off.nodes).sort()).toEqual(Object.keys(without.nodes).sort());
        const open = (it: { code: string }) => it.code === 'input-open' || it.code === 'input-skipped';
        const others = (graph: typeof off) =>
          graph.problems.filter((it) => !open(it) && it.code !== 'nothing-to-run');
        expect(others(off)).toEqual(others(without));
        expect(off.problems.filter(open).map((it) => `${it.node} ${it.port}`)).toEqual(
          without.problems.filter(open).map((it) => `${it.node} ${it.port}`),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('takes no wire that it could not take if it were there', () => {
    const document = muted(drawn({ o: 'test.optimizer', a: 'test.source', g: 'test.goal' }), 'g');
    const wire = (from: string) => ({
      from: { node: from, port: from === 'o' ? 'optimizer' : 'loss' },
      to: { node: 'g', port: 'loss' },
    });
    expect(refuseWire(document, definitions, wire('o'))?.code).toBe('kind');
    expect(refuseWire(document, definitions, wire('a'))).toBeUndefined();
  });

  test('in a circle opens it', () => {
    const round = drawn({ a: 'test.weigh', b: 'test.weigh' }, ['a.loss > b.loss', 'b.loss > a.loss']);
    expect(problems(round).some((it) => it.code === 'cycle')).toBe(true);
    expect(problems(muted(round, 'a')).some((it) => it.code === 'cycle')).toBe(false);
    expect(problems(bypassed(round, 'a', 'b'))).toMatchObject([{ code: 'nothing-to-run' }]);
  });
});

describe('a bypassed node', () => {
  test('lets through what comes into it, and several one after the other do', () => {
    const graph = check(bypassed(chain, 'w', 'v'), definitions);
    expect(graph.problems).toEqual([]);
    expect(graph.order).toEqual(['a', 'g']);
    expect(graph.effective.wires).toEqual({
      'wire-2': { from: { node: 'a', port: 'loss' }, to: { node: 'g', port: 'loss' } },
    });
    // What flows is told on every wire that is drawn.
    expect(Object.keys(graph.wires).sort()).toEqual(['wire-0', 'wire-1', 'wire-2']);
    expect(graph.document.nodes.w?.state).toBe('bypassed');
  });

  test('is offered only where all that it gives can come from one wire', () => {
    expect(canBypass(chain, definitions, 'w')).toBe(true);
    expect(canBypass(chain, definitions, 'a')).toBe(false);
    expect(canBypass(chain, definitions, 'g')).toBe(false);
    const sum = drawn({ a: 'test.source', b: 'test.source', s: 'test.add', g: 'test.goal' }, [
      'a.loss > s.a',
      's.loss > g.loss',
    ]);
    expect(canBypass(sum, definitions, 's')).toBe(true);
    const both = addWire(sum, { from: { node: 'b', port: 'loss' }, to: { node: 's', port: 'b' } });
    expect(canBypass(both, definitions, 's')).toBe(false);
    const [problem] = problems(bypassed(both, 's'));
    expect(problem).toMatchObject({ code: 'input-skipped', node: 'g' });
    expect(problem?.message).toContain('more than one wire');
  });

  test('into which nothing comes gives nothing, and says so where it is needed', () => {
    const [problem] = problems(
      bypassed(drawn({ w: 'test.weigh', g: 'test.goal' }, ['w.loss > g.loss']), 'w'),
    );
    expect(problem).toMatchObject({ code: 'input-skipped', node: 'g' });
    expect(problem?.message).toContain('nothing comes into it');
  });

  test('lets through what its definition says where it stands to mend a wire', () => {
    const mender = definitions.get('test.add');
    if (!mender) throw new Error('test.add is missing');
    const own = new Map(definitions).set('test.add', {
      ...mender,
      mends: { code: 'shape', through: 'b', like: 'a', into: 'loss' },
    });
    const document = drawn({ a: 'test.source', b: 'test.source', s: 'test.add', g: 'test.goal' }, [
      'a.loss > s.a',
      'b.loss > s.b',
      's.loss > g.loss',
    ]);
    expect(canBypass(document, own, 's')).toBe(true);
    expect(effectiveDocument(bypassed(document, 's'), own).document.wires['wire-2']?.from.node).toBe('b');
  });
});

test('a document without either is checked as it is', () => {
  expect(effectiveDocument(chain, definitions).document).toBe(chain);
  expect(awake(chain, ['a', 'w'])).toBe(chain);
});
