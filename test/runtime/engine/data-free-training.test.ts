import { describe, expect, test } from 'vitest';
import type { Document } from '../../../src/pipeline/document.ts';
import { places } from '../../../src/runtime/places.ts';
import { planOf, withParams } from '../compile/templates.ts';
import { BACKENDS } from './backends.ts';
import { withLoss } from './graph/loss-pipelines.ts';
import { taughtByMaps, wire } from './graph/small-documents.ts';
import { runHere } from './run-here.ts';

/* A student of a teacher that knows handwritten digits, which never sees one. */

const engine = BACKENDS.at(-1)?.[1] ?? expect.fail('no engine');
const NETWORK = { firstFilters: 8, secondFilters: 16, kernel: '3', dense: 64 };

function withoutData(loss: string, params: Record<string, unknown>, learningRate: number): Document {
  const changes = [
    ['mnist', { trainExamples: 2500, testExamples: 500 }],
    ['teacher-network', NETWORK],
    ['student-network', NETWORK],
    ['teacher', { epochs: 8, batch: 64, learningRate: 0.002 }],
    ['trainer', { epochs: 10, batch: 64, baseline: false }],
    ['optimizer', { learningRate }],
    ['distillation', { maps: 8, noise: 32, ...params }],
  ] as const;
  return changes.reduce((of, [node, own]) => withParams(of, node, own), withLoss(taughtByMaps, loss));
}

async function accuracies(document: Document) {
  const { plan, notes } = planOf(document);
  expect(notes.map((it) => it.code)).toContain('data-free');
  const of = { ...plan, engine: { ...plan.engine, kind: engine.kind } };
  const told = await runHere(of, { engineFolder: engine.engineFolder, dataFolder: places().data });
  expect(told.ending.text).toBe('The run is done.');
  const measured = told.of('evaluation').map((it) => it.measured);
  const accuracyOf = (role: string): number =>
    measured.find((it) => it.role === role)?.accuracy ?? Number.NaN;
  return { teacher: accuracyOf('teacher'), student: accuracyOf('student') };
}

describe.runIf(engine.kind === 'tensorflow')('without one training image', () => {
  test('DAFL teaches most of the digits', async () => {
    const document = withoutData('loss.dafl', { temperature: 2 }, 0.007);
    // What shall respond is the last layer before the logits.
    const layer = wire('teacher', 'layer:activation-3', 'distillation', 'layer');
    const wires = Object.entries(document.wires).filter(([, it]) => it.to.port !== 'layer');
    const found = await accuracies({ ...document, wires: { ...Object.fromEntries(wires), layer } });
    expect(found.teacher).toBeGreaterThan(0.88);
    expect(found.student, JSON.stringify(found)).toBeGreaterThan(0.6);
  });

  test.runIf(process.env.POTSTILL_FULL)('ZSKT teaches most of the digits', async () => {
    const found = await accuracies(withoutData('loss.zskt', {}, 0.003));
    expect(found.student, JSON.stringify(found)).toBeGreaterThan(0.55);
  });
});
