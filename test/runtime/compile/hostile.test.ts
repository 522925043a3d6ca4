import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/nodes/catalogue.gen.ts';
import { paramsSchema } from '../../../src/nodes/params.ts';
import { check } from '../../../src/pipeline/check.ts';
import {
  type Document,
  type DocumentNode,
  emptyDocument,
  type Wire,
} from '../../../src/pipeline/document.ts';
import { addWire, removeNodes, removeWires, setParam } from '../../../src/pipeline/edits.ts';
import { kindsJoin } from '../../../src/pipeline/ports.ts';
import { formatDocument, parseDocument } from '../../../src/pipeline/text.ts';
import { isRandom } from '../../../src/plan/plan.ts';
import { stepWork } from '../../../src/plan/step-work.ts';
import { compile, definitions } from '../../../src/runtime/compile/compile.ts';
import { assertInvariants } from '../../../src/runtime/compile/invariants.ts';

type Drawn = { type?: string; enum?: string[]; minimum?: number; maximum?: number };

/** A value that a careless or hostile hand could write for a parameter: at, within and beyond its limits. */
function valueFor({
  type,
  enum: values,
  minimum = 0,
  maximum = 1,
}: Drawn): fc.Arbitrary<DocumentNode['params'][string]> {
  const odd = fc.constantFrom<DocumentNode['params'][string]>(
    null,
    '',
    -1,
    0,
    1e308,
    'NaN',
    [],
    {},
    [1, -1],
    true,
  );
  if (values) return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...values) }, odd);
  if (type === 'boolean') return fc.oneof({ weight: 6, arbitrary: fc.boolean() }, odd);
  const within = fc.constantFrom(minimum, maximum, (minimum + maximum) / 2, Math.min(maximum, minimum + 1));
  const whole = within.map((it) => (type === 'integer' ? Math.round(it) : it));
  return fc.oneof({ weight: 6, arbitrary: whole }, odd);
}

const node: fc.Arbitrary<DocumentNode> = fc.constantFrom(...catalogue).chain(({ type, version, params }) => {
  const drawn = paramsSchema(params).properties as unknown as Record<string, Drawn>;
  const values = Object.fromEntries(Object.entries(drawn).map(([name, it]) => [name, valueFor(it)]));
  return fc.record(values, { requiredKeys: [] }).map((some) => ({
    type,
    version,
    position: { x: 0, y: 0 },
    params: some as DocumentNode['params'],
  }));
});

/** Real nodes under random parameters, joined mostly where kinds fit, sometimes anyhow. */
const heap: fc.Arbitrary<Document> = fc
  .record({
    nodes: fc.array(node, { maxLength: 14 }),
    picks: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(9)), { maxLength: 30 }),
  })
  .map(({ nodes, picks }) => {
    const named = Object.fromEntries(nodes.map((it, at) => [`n${at}`, it]));
    const ends = (side: 'inputs' | 'outputs') =>
      Object.entries(named).flatMap(([id, it]) =>
        Object.entries(definitions.get(it.type)?.[side] ?? {}).map(([port, spec]) => ({
          node: id,
          port,
          kind: spec.kind,
        })),
      );
    const outputs = ends('outputs');
    const inputs = ends('inputs');
    const wires: Record<string, Wire> = {};
    const taken = new Set<string>();
    for (const [a, b, dice] of picks) {
      const from = outputs[a % Math.max(1, outputs.length)];
      const fits = inputs.filter(
        (it) => dice === 0 || (from && kindsJoin(from.kind, it.kind) && !taken.has(`${it.node}.${it.port}`)),
      );
      const to = fits[b % Math.max(1, fits.length)];
      if (!from || !to) continue;
      taken.add(`${to.node}.${to.port}`);
      wires[`w${Object.keys(wires).length}`] = {
        from: { node: from.node, port: from.port },
        to: { node: to.node, port: to.port },
      };
    }
    return { ...emptyDocument(), nodes: named, wires };
  });

const templates = new URL('../../../templates/', import.meta.url);
const sound = readdirSync(templates).map((name) => {
  const opened = parseDocument(readFileSync(new URL(name, templates), 'utf8'));
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.value;
});

/** A template in which a few things were changed, taken away or joined otherwise. */
const damaged: fc.Arbitrary<Document> = fc
  .tuple(fc.constantFrom(...sound), fc.array(fc.tuple(fc.nat(3), fc.nat(), fc.nat(), node), { maxLength: 3 }))
  .map(([template, damage]) =>
    damage.reduce((now, [how, a, b, other]) => {
      const ids = Object.keys(now.nodes);
      const id = ids[a % Math.max(1, ids.length)] ?? 'nobody';
      const wires = Object.entries(now.wires);
      const wire = wires[b % Math.max(1, wires.length)];
      if (how === 0) return removeNodes(now, [id]);
      if (how === 1 && wire)
        return addWire(now, { from: wire[1].from, to: { node: id, port: wire[1].to.port } });
      if (how === 2 && wire) return removeWires(now, [wire[0]]);
      const same = Object.keys(now.nodes).find((it) => now.nodes[it]?.type === other.type);
      return same === undefined
        ? now
        : Object.entries(other.params).reduce(
            (doc, [param, value]) => setParam(doc, same, param, value),
            now,
          );
    }, template),
  );
const document = fc.oneof(heap, damaged);

describe('documents without sense, made of real nodes', () => {
  test('are checked and compiled to a plan or to problems that a person can read; never a throw', () => {
    let plans = 0;
    const seen = new Set<string>();
    fc.assert(
      fc.property(document, (drawn) => {
        const graph = check(drawn, definitions);
        const result = compile(drawn);
        if (result.ok) plans += 1;
        const said = result.ok ? result.warnings : result.problems;
        for (const it of [...graph.problems, ...said]) {
          seen.add(it.code);
          expect(it.message).not.toMatch(/undefined|\[object|NaN/);
          if (it.node !== undefined) expect(Object.hasOwn(drawn.nodes, it.node)).toBe(true);
        }
        const blocked = graph.problems.some((it) => it.severity === 'error');
        if (blocked) expect(result.ok).toBe(false);
      }),
      { numRuns: 600 },
    );
    // The trial reaches deep enough to mean something.
    expect([...seen].sort()).toEqual(expect.arrayContaining(['cycle', 'input-open', 'kind', 'parameter']));
    expect(plans).toBeGreaterThan(50);
  });

  test('compile to the same plan however the file orders its keys', () => {
    fc.assert(
      fc.property(document, (drawn) => {
        const saved = parseDocument(formatDocument(drawn));
        const backwards = {
          ...drawn,
          nodes: Object.fromEntries(Object.entries(drawn.nodes).reverse()),
          wires: Object.fromEntries(Object.entries(drawn.wires).reverse()),
        };
        const [one, two] = [saved.ok ? compile(saved.value) : undefined, compile(backwards)];
        expect(one?.ok).toBe(two.ok);
        if (one?.ok && two.ok) expect(one.value).toEqual(two.value);
      }),
      { numRuns: 150 },
    );
  });

  test('get caches that save work, of frozen networks alone, and views only of what is drawn', () => {
    let cached = 0;
    const wished = fc
      .tuple(
        document,
        fc.nat(3),
        fc.constantFrom('auto', 'each-step', 'views'),
        fc.integer({ min: 1, max: 12 }),
      )
      .map(([drawn, shift, teacherCache, views]) =>
        Object.entries(drawn.nodes).reduce((now, [id, { type }]) => {
          if (type === 'data.image-transform') return setParam(now, id, 'shift', shift);
          if (type !== 'training.trainer') return now;
          return setParam(setParam(now, id, 'teacherCache', teacherCache), id, 'views', views);
        }, drawn),
      );
    fc.assert(
      fc.property(wished, (drawn) => {
        const result = compile(drawn);
        if (!result.ok) return;
        const { plan } = result.value;
        assertInvariants(plan);
        for (const stage of plan.stages) {
          if (stage.cache === null) continue;
          const source = plan.data.find((it) => it.id === stage.read);
          expect(stage.cache.views > 1 && !(source && isRandom(source))).toBe(false);
          if (stage.cache.taps.length === 0) expect(stage.baselineOf).not.toBeNull();
          else expect(stepWork(plan, stage)).toBeLessThan(stepWork(plan, { ...stage, cache: null }));
          cached += 1;
        }
      }),
      { numRuns: 200 },
    );
    expect(cached).toBeGreaterThan(10);
  });
});
