import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../../src/pipeline/check.ts';
import type { Document } from '../../../src/pipeline/document.ts';
import { removeWires, setParam } from '../../../src/pipeline/edits.ts';
import { ProblemError } from '../../../src/pipeline/problem.ts';
import { makeSubgraph } from '../../../src/pipeline/subgraph/make-subgraph.ts';
import { showParam } from '../../../src/pipeline/subgraph/shown-params.ts';
import { definitions } from '../../../src/runtime/compile/compile.ts';
import { planOf, starter, TEMPLATES, template } from './templates.ts';

const names = readdirSync(TEMPLATES).map((it) => it.replace(/\.json$/, ''));

/** Some nodes of a document in one; undefined where that would close a circle. */
function grouped(document: Document, ids: readonly string[]) {
  try {
    return makeSubgraph(document, { nodes: new Set(ids) }, 'Block');
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'subgraph-circle') return undefined;
    throw error;
  }
}

describe('A pipeline with a part of it in one node', () => {
  test.each(names)('plans of %s what it planned before', (name) => {
    const document = template(name);
    const before = planOf(document);
    const ids = Object.keys(document.nodes);
    fc.assert(
      fc.property(fc.subarray(ids, { minLength: 1 }), (chosen) => {
        const made = grouped(document, chosen);
        if (!made) return;
        const after = planOf(made.document);
        expect(after.plan.stages.map((it) => it.steps)).toEqual(before.plan.stages.map((it) => it.steps));
        expect(after.hash).toBe(before.hash);
        const drawn = new Set(Object.keys(made.document.nodes));
        for (const nodes of Object.values(after.origin))
          for (const node of nodes) expect(drawn.has(node)).toBe(true);
      }),
      { numRuns: 12 },
    );
  });
});

describe('The check of a part that stands as one node', () => {
  const made = makeSubgraph(starter(), { nodes: new Set(['teacher-network', 'teacher']) }, 'Block');

  test('knows what flows through the ports that it shows', () => {
    const checked = check(made.document, definitions);
    expect(checked.problems).toEqual(check(starter(), definitions).problems);
    const { inputs, outputs } = checked.nodes[made.instance] ?? {};
    expect(inputs?.data).toMatchObject({ kind: 'data', classes: 10 });
    expect(outputs?.logits).toMatchObject({ kind: 'activation', dims: ['n', 10] });
    expect(checked.needed.has(made.instance)).toBe(true);
  });

  test('tells at that node, and by name, what is wrong within', () => {
    const { wires } = made.document;
    const into = Object.keys(wires).filter((it) => wires[it]?.to.node === made.instance);
    const open = removeWires(made.document, into);
    const found = check(open, definitions).problems.filter((it) => it.node === made.instance);
    expect(found.map((it) => it.code)).toContain('input-open');
    expect(found[0]?.message).toMatch(/^Teacher, within: /);
    expect(Object.keys(open.nodes)).toContain(found[0]?.node);
  });

  test('takes a value that the node sets for itself, and refuses one that is none', () => {
    const shown = showParam(made.document, made.subgraph, 'teacher', 'epochs');
    const steps = (document: Document) => planOf(document).plan.stages.map((it) => it.steps);
    const more = setParam(shown, made.instance, 'epochs', 50);
    expect(steps(shown)).toEqual(steps(made.document));
    expect(Math.max(...steps(more))).toBeGreaterThan(Math.max(...steps(shown)));
    const wrong = check(setParam(shown, made.instance, 'epochs', -1), definitions).problems;
    expect(wrong).toMatchObject([{ code: 'parameter', node: made.instance }]);
  });
});
