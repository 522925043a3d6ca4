import { describe, expect, test } from 'vitest';
import type { Plan, Source } from '../../../src/plan/plan.ts';
import { newestCheckpoint } from '../../../src/runtime/checkpoints.ts';
import { BACKENDS, type Backend } from './backends.ts';
import { interruptedAt } from './interrupted-at.ts';
import { outcomeOf } from './outcome.ts';
import { distillation, lenetLayers, network, plan, source, stage } from './plans.ts';
import { runHere } from './run-here.ts';

/* A run whose images stay in their files is, bit for bit, the run that holds them all. */

const kept = (of: Plan, keep: Source['keep']): Plan => ({
  ...of,
  data: of.data.map((it) => ({ ...it, keep })),
});

/** Random shifts, a split, a short last batch, and an evaluation that is not of the test part. */
function shifted(kind: Backend['kind']): Plan {
  const data = source({
    counts: { train: 70, validation: 20, test: 64 },
    transform: [
      { kind: 'scale', by: 1 / 255, add: 0 },
      { kind: 'random-shift', pixels: 2 },
    ],
  });
  const own = stage(data, { student: 'network-1', epochs: 3, batch: 16, evaluate: 'validation' });
  const layers = lenetLayers(2, 3, 8);
  return plan(data, [network('network-1', layers)], [own], [], kind);
}

/** A teacher whose answers are kept: it goes through all images in order first. */
function cached(kind: Backend['kind']): Plan {
  const of = distillation(kind);
  const stages = of.stages.map((it) => {
    const taps = it.taps.filter((tap) => !it.train.includes(tap.network)).map((tap) => tap.id);
    return taps.length > 0 ? { ...it, cache: { taps, views: 1 } } : it;
  });
  return { ...of, stages };
}

const PLANS: Record<string, (kind: Backend['kind']) => Plan> = {
  'a distillation with every output': distillation,
  'random shifts and a split': shifted,
  'a teacher whose answers are kept': cached,
};

type Way = Backend & { readonly reference: boolean };
const WAYS = BACKENDS.flatMap(([name, backend]): [string, Way][] => [
  [name, { ...backend, reference: false }],
  ...(backend.kind === 'tensorflow'
    ? ([[`${name}, op by op`, { ...backend, reference: true }]] as const)
    : []),
]);

/** All that a run computed, whatever the plan is called that it came from. */
async function computed(of: Plan, { engineFolder, reference }: Way, stop = 0) {
  const { control, moments } = interruptedAt(stop);
  const first = await runHere(of, { engineFolder, reference, control });
  const { folder } = first;
  const events = [...first.events];
  let { ending } = first;
  if (ending.how === 'stopped') {
    const stages = of.stages.map((it) => it.id);
    const { point } = await newestCheckpoint(folder, stages);
    const second = await runHere(of, { folder, engineFolder, reference, resume: point });
    events.push(...second.events);
    ending = second.ending;
  }
  expect(ending.text).toBe('The run is done.');
  const { checkpoint, ...outcome } = await outcomeOf(folder, events);
  const { plan: _, ...written } = checkpoint as Record<string, unknown>;
  return { ...outcome, written, moments: moments() };
}

describe.each(WAYS)('streamed, %s', (_, way) => {
  test.each(Object.entries(PLANS))('%s', async (__, make) => {
    const of = make(way.kind);
    const { moments, ...held } = await computed(kept(of, 'device'), way);
    const streamed = kept(of, 'stream');
    expect(await computed(streamed, way)).toMatchObject(held);
    const every = process.env.POTSTILL_FULL ? 1 : 11;
    for (let stop = 1; stop < moments; stop += every)
      expect(await computed(streamed, way, stop), `stopped at moment ${stop}`).toMatchObject(held);
  });
});
