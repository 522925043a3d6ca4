import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Document } from '../../src/pipeline/document.ts';
import type { EngineEvent } from '../../src/plan/events.ts';
import type { Compiled } from '../../src/plan/plan.ts';
import { compile } from '../../src/runtime/compile/compile.ts';
import { places } from '../../src/runtime/places.ts';
import { EVENTS_FILE } from '../../src/runtime/run-events.ts';
import { formatRunFile, makeRunFile, RUN_FILE } from '../../src/runtime/run-file.ts';
import { template, withParams } from '../runtime/compile/templates.ts';
import type { Person } from './launch-app.ts';

const TEMPERATURES = [1, 2, 4, 8, 16];
const HIDDEN = [[16], [32], [64, 32], [128]];
/** The first of them was made at that time, and each other a minute later. */
const BEGAN = new Date(2026, 9, 1, 8).getTime();

/**
 * Run folders as the app writes them, in a person's own folder: the starter with other temperatures, epochs and sizes.
 * Nothing was trained; what they tell was made up, so that thousands are there at once.
 */
export function writeManyRuns(person: Person, count: number): void {
  const compiled = new Map<string, { document: Document; compiled: Compiled }>();
  for (let at = 0; at < count; at += 1) {
    const temperature = TEMPERATURES[at % TEMPERATURES.length] as number;
    const hidden = HIDDEN[Math.floor(at / TEMPERATURES.length) % HIDDEN.length] as number[];
    const epochs = 2 + (Math.floor(at / 20) % 3);
    const key = JSON.stringify([temperature, hidden, epochs]);
    let own = compiled.get(key);
    if (!own) {
      own = compiledWith(temperature, hidden, epochs);
      compiled.set(key, own);
    }
    const title = at === 0 ? LONG_NAME : `Run ${at + 1}, T ${temperature}`;
    const run = makeRunFile({ title, ...own, version: '0.0.0-test', created: new Date(BEGAN + at * 60_000) });
    const folder = join(places(person.home).runs, `made-up-${String(at + 1).padStart(5, '0')}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, RUN_FILE), formatRunFile(run));
    const events = eventsOf(own.compiled, at, temperature, hidden);
    const lines = events.map((event, seq) => JSON.stringify({ ...event, seq, time: (seq + 1) * (900 + at) }));
    writeFileSync(join(folder, EVENTS_FILE), lines.map((it) => `${it}\n`).join(''));
  }
}

export const LONG_NAME =
  'A run whose name says all about it: temperature one, sixteen hidden units, and no end of words after that';

function compiledWith(temperature: number, hidden: readonly number[], epochs: number) {
  const document = [
    ['distillation', { temperature }],
    ['student-network', { hidden: [...hidden] }],
    ['trainer', { epochs }],
  ].reduce<Document>(
    (before, [node, params]) => withParams(before, node as string, params as Record<string, unknown>),
    template('tempered-softmax-mnist'),
  );
  const result = compile(document);
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return { document, compiled: result.value };
}

/** A training that gets better with its size and is best at a temperature of four. */
function eventsOf(
  { plan, hash }: Compiled,
  at: number,
  temperature: number,
  hidden: readonly number[],
): EngineEvent[] {
  const wobble = Math.sin(at * 12.9898) * 0.004;
  const size = hidden.reduce((sum, it) => sum + it, 0);
  const accuracy = 0.99 - 0.3 / size - 0.004 * Math.abs(Math.log2(temperature / 4)) + wobble;
  const stage = plan.stages.at(-1);
  const outputs = plan.outputs.filter((it) => it.kind === 'evaluation');
  const measured = (network: string) => {
    const role = plan.networks.find((it) => it.id === network)?.role ?? 'student';
    const reached =
      role === 'teacher' ? 0.985 : role === 'baseline' ? accuracy - 0.008 - wobble / 2 : accuracy;
    return { network, role, part: 'test' as const, examples: 1000, accuracy: reached, loss: 1 - reached };
  };
  const begun = plan.stages.flatMap((it, index): EngineEvent[] => {
    const count = Math.min(it.steps, 60);
    const steps = Array.from({ length: count }, (_, step) => Math.round(((step + 1) * it.steps) / count));
    const share = (step: number): number => step / it.steps;
    return [
      {
        kind: 'stage-started',
        stage: it.id,
        index,
        of: plan.stages.length,
        epochs: it.epochs,
        steps: it.steps,
        step: 0,
      },
      {
        kind: 'metrics',
        stage: it.id,
        steps,
        columns: {
          loss: steps.map(
            (step) => 2.3 * Math.exp(-4 * share(step)) + (1 - accuracy) + 0.02 * Math.sin(step + at),
          ),
          accuracy: steps.map((step) => accuracy * (1 - Math.exp(-6 * share(step)))),
          rate: steps.map(() => 0.001),
        },
      },
      {
        kind: 'epoch',
        stage: it.id,
        epoch: it.epochs,
        step: it.steps,
        measured: it.train.map(measured),
      },
    ];
  });
  const failed = at % 37 === 36;
  return [
    {
      kind: 'run-started',
      plan: hash,
      engine: { kind: 'tensorflow', device: 'CPU', version: '2.20.0' },
      resumedAt: null,
    },
    ...begun,
    ...(failed
      ? [{ kind: 'run-ended', how: 'failed', text: `The loss of ${stage?.id} was not finite.` } as const]
      : [
          ...outputs.map(
            (it): EngineEvent => ({
              kind: 'evaluation',
              output: it.id,
              measured: measured(it.network),
              confusion: [
                [9, 1],
                [1, 9],
              ],
              agreement: null,
              parameters: measured(it.network).role === 'teacher' ? 100_000 : 795 * size,
              bytes: 4 * 800 * size,
              microsecondsPerImage: 1 + size / 40,
              bfloat16: null,
              pruned: null,
            }),
          ),
          { kind: 'run-ended', how: 'done', text: '' } as const,
        ]),
  ];
}
