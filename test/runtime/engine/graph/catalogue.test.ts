import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../../../src/nodes/catalogue.gen.ts';
import { operations } from '../../../../src/nodes/operations.gen.ts';
import type { Schedule } from '../../../../src/plan/plan.ts';
import type { GraphEngine } from '../../../../src/runtime/engine/graph/graph-engine.ts';
import { improve } from '../../../../src/runtime/engine/graph/improve.ts';
import { opByOp } from '../../../../src/runtime/engine/op-by-op.ts';
import { templateModels } from '../../compile/template-models.ts';
import { planOf, TEMPLATES, template } from '../../compile/templates.ts';
import { runHere } from '../run-here.ts';
import { differences } from './agreement.ts';
import { compiledBy, courseOf } from './course.ts';
import { PIPELINES } from './pipelines.ts';
import { courseOfRun } from './run-course.ts';
import { onPatterns, smallPlan } from './small-plans.ts';
import { compiles, engineFolder, graphEngine } from './tensorflow.ts';

/* Compiled and op by op, every node of the catalogue comes to the same training. */

/** MiniLM, of which one template learns, has 11 million weights: its pipelines are below with small ones. */
const templates = readdirSync(TEMPLATES)
  .map((it) => basename(it, '.json'))
  .filter((it) => Object.keys(templateModels(template(it))).length === 0);
const pipelines = new Set(Object.values(PIPELINES).flat());

describe('the pipelines', () => {
  test('are there for every node of the catalogue, and hold it', () => {
    expect(Object.keys(PIPELINES).sort()).toEqual(catalogue.map((it) => it.type).sort());
    for (const [type, documents] of Object.entries(PIPELINES))
      for (const { nodes } of documents) expect(Object.values(nodes).map((it) => it.type)).toContain(type);
  });

  test('use every op', () => {
    const schedules = ({ op, next }: Schedule): string[] => [
      op,
      ...(next ? schedules(next as Schedule) : []),
    ];
    const used = [...pipelines].flatMap((it) => {
      const { stages, networks } = planOf(it).plan;
      return [
        ...stages.flatMap(({ terms, optimizer }) => [
          ...terms.map((term) => term.op),
          optimizer.op,
          ...schedules(optimizer.schedule),
        ]),
        ...networks.flatMap(({ start }) => (start.kind === 'derived' ? [start.op] : [])),
      ];
    });
    expect(new Set(used)).toEqual(new Set(operations.map((it) => it.name)));
  });

  test('have a teacher that answers at each step, one that answers once, and one that answers views', () => {
    const taught = [...pipelines].flatMap((it) => planOf(it).plan.stages).filter((it) => it.taps.length > 1);
    expect(new Set(taught.map((it) => it.cache?.views ?? null))).toEqual(new Set([null, 1, 2]));
  });
});

describe.runIf(compiles)('compiled and op by op', () => {
  let engine: GraphEngine;
  beforeAll(async () => {
    engine = await graphEngine();
  });

  // Some pipelines are there for several nodes.
  const cases = [...pipelines].map((document) => {
    const types = Object.keys(PIPELINES).filter((it) => PIPELINES[it]?.includes(document));
    return [types.join(', '), document] as const;
  });

  test.each(cases)('a pipeline for %s', async (_, document) => {
    const plan = smallPlan(document);
    const expected = await courseOf(plan, opByOp);
    expect(differences(expected, await courseOf(plan, compiledBy(engine, improve)))).toEqual([]);
    const last = plan.stages.findLast((it) => it.baselineOf === null);
    expect(expected.told.has(`${last?.id} 20 loss`)).toBe(true);
  });

  test.each(templates)('the template %s, as a whole run', async (name) => {
    const plan = onPatterns(template(name));
    const course = async (reference: boolean) => {
      const told = await runHere(plan, { engineFolder, reference });
      expect(told.ending).toMatchObject({ how: 'done' });
      return courseOfRun(told);
    };
    const expected = await course(true);
    expect(differences(expected, await course(false))).toEqual([]);
    expect(expected.told.size).toBeGreaterThan(0);
  });
});
