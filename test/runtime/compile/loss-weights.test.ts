import { expect, test } from 'vitest';
import { ROLES, weightedSum } from '../../../src/nodes/loss/weighted-sum/op.ts';
import type { Document } from '../../../src/pipeline/document.ts';
import type { Stage } from '../../../src/plan/plan.ts';
import { definitions } from '../../../src/runtime/compile/compile.ts';
import { PIPELINES } from '../engine/graph/pipelines.ts';
import type { Params } from '../engine/graph/small-documents.ts';
import { planOf, withParams } from './templates.ts';

/* What a person gives a loss for weights is what its parts are multiplied by. */

/** The terms that a total is a sum of, each with its factor. */
function factors({ terms, total }: Stage, id = total, factor = 1): [op: string, factor: number][] {
  const term = terms.find((it) => it.id === id);
  if (term?.op !== weightedSum.name) return [[term?.op ?? id, factor]];
  const { weights } = weightedSum.args.parse(term.args);
  return weights.flatMap((it, at) =>
    factors({ terms, total } as Stage, term.in[ROLES[at] ?? ''], factor * it),
  );
}

/** The pipeline on which the compiled steps of a loss are tried, the last of which wires all of its inputs. */
function pipeline(loss: string, params: Params): Document {
  const document = PIPELINES[loss]?.at(-1) ?? expect.fail(`no pipeline has ${loss}`);
  const node = Object.keys(document.nodes).find((id) => document.nodes[id]?.type === loss) ?? '';
  return withParams(document, node, params);
}

const told = (document: Document): string[] =>
  planOf(document).plan.stages.flatMap((it) =>
    factors(it).map(([op, factor]) => `${Number(factor.toFixed(6))} ${op.replace('loss.', '')}`),
  );

const LABELS = '1 cross-entropy';
const twice = (part: string): string[] => [part, part];

test.each<[loss: string, params: Params, parts: string[]]>([
  [
    'loss.self-distillation',
    { alpha: 0.25, features: 0.5 },
    [LABELS, ...['0.75 cross-entropy', '0.25 self-distillation', '0.5 deep-to-shallow'].flatMap(twice)],
  ],
  ['loss.mutual-learning', { weight: 3 }, [...twice(LABELS), '3 mutual-learning']],
  ['loss.contrastive-memory', { weight: 3 }, [...twice('3 memory-contrast'), LABELS]],
  ['loss.review-kd', { weight: 3 }, [...Array(4).fill('3 hierarchical-context'), ...twice(LABELS)]],
  [
    'loss.dafl',
    { weight: 2, oneHot: 3, balance: 4, response: 6 },
    ['2 tempered-softmax', '3 one-hot', '4 class-balance', '6 activity', ...twice(LABELS)],
  ],
])('the parts of %s have each its own weight: %j', (loss, params, parts) => {
  expect(told(pipeline(loss, params)).sort()).toEqual(parts.sort());
});

const weighted = Object.keys(PIPELINES).filter((type) => {
  const { params } = definitions.get(type) ?? {};
  return type.startsWith('loss.') && params && 'weight' in (params.parse({}) as object);
});

test('losses with a weight are found', () => {
  expect(weighted.length).toBeGreaterThan(40);
});

test.each(weighted)('%s counts three times as much with three times the weight', (loss) => {
  const once = told(pipeline(loss, { weight: 1 }));
  const [more = [], less = []] = [told(pipeline(loss, { weight: 3 })), once].map((it) =>
    it.map((part) => Number(part.split(' ')[0])),
  );
  expect(more).toHaveLength(less.length);
  const ratios = more.map((it, at) => it / (less[at] as number));
  expect(Math.max(...ratios)).toBeCloseTo(3, 5);
  expect(ratios.every((it) => Math.abs(it - 1) < 1e-5 || Math.abs(it - 3) < 1e-5)).toBe(true);
});
