import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Document } from '../../../src/pipeline/document.ts';
import { closedChannels, closedText } from '../../../src/plan/closed-channels.ts';
import { networkShape } from '../../../src/plan/layers.ts';
import type { Output, Plan } from '../../../src/plan/plan.ts';
import { pruneChannels } from '../../../src/plan/prune-channels.ts';
import { newestCheckpoint } from '../../../src/runtime/checkpoints.ts';
import { improve } from '../../../src/runtime/engine/graph/improve.ts';
import { opByOp } from '../../../src/runtime/engine/op-by-op.ts';
import { readModel } from '../../../src/runtime/model-file.ts';
import { rewired } from '../compile/drawn.ts';
import { planOf, problemsOf, withParams } from '../compile/templates.ts';
import { BACKENDS } from './backends.ts';
import { type Course, compiledBy, courseOf, type Way } from './graph/course.ts';
import { closing } from './graph/scheme-documents.ts';
import { instead } from './graph/small-documents.ts';
import { filedPlan, smallPlan } from './graph/small-plans.ts';
import { compiles, graphEngine } from './graph/tensorflow.ts';
import { plainForward } from './plain-forward.ts';
import { network, plan, source, stage } from './plans.ts';
import { runHere, type Told } from './run-here.ts';

/* A hint whose gates are pressed until they close, and a student that goes on without the channels that they closed. */

const [, { kind, engineFolder }] = BACKENDS.at(-1) ?? expect.fail('no engine');
const GUIDED = 'activation-2';
const CHANNELS = 6;

const run = (document: Document): Promise<Told> => {
  const of = filedPlan(document);
  return runHere({ ...of, engine: { ...of.engine, kind } }, { engineFolder });
};
const limited = (limit: number): Document => withParams(closing, 'closed', { limit });
const studentOf = ({ networks }: Plan) =>
  networks.find((it) => it.start.kind === 'derived') ?? expect.fail('nothing begins from gates');

let way: Way = opByOp;
beforeAll(async () => {
  if (compiles) way = compiledBy(await graphEngine(), improve);
});

/** The weights of one network of a course, in the end or when its first stage began. */
const weightsOf = ({ values }: Course, id: string): Map<string, Float32Array<ArrayBuffer>> =>
  new Map(
    [...values].flatMap(([name, it]): [string, Float32Array<ArrayBuffer>][] =>
      name.startsWith(`${id}/`) ? [[name.slice(id.length + 1), Float32Array.from(it.last)]] : [],
    ),
  );

describe('channels that a hint closed', () => {
  test('are masked from the second training on, and a saved model is smaller and answers the same', async () => {
    const told = await run(closing);
    expect(told.ending.text).toBe('The run is done.');
    const gates = told.of('gates').find((it) => it.layer === 'student-gates') ?? expect.fail();
    const open = gates.means.flatMap((it, at) => ((it ?? 0) >= 0.3 ? [at] : []));
    // Some are closed and some are not, or nothing is seen here.
    expect(open.length).toBeGreaterThan(0);
    expect(open.length).toBeLessThan(CHANNELS);

    const [own] = told.of('evaluation');
    const { file = '', sha256 = '' } = told.of('saved-model')[0] ?? {};
    const path = join(told.folder, file);
    const { weights: _, ...saved } = await readModel(path);
    const shape = networkShape(saved.layers, saved.input);
    expect(shape.layers.get(GUIDED)?.output.at(-1)).toBe(open.length);
    const guided = filedPlan(closing).networks.find((it) => it.layers.some(({ id }) => id === GUIDED));
    expect(saved.layers.map((it) => it.id)).toEqual(
      guided?.layers.map((it) => it.id).filter((it) => !it.endsWith('.whole')),
    );
    expect(own?.pruned).toMatchObject({ parameters: shape.parameters, multiplyAdds: shape.multiplyAdds });
    expect(own?.pruned?.parameters).toBeLessThan(own?.pruned?.from.parameters ?? 0);
    expect(own?.pruned?.multiplyAdds).toBeLessThan(own?.pruned?.from.multiplyAdds ?? 0);
    expect(own?.parameters).toBe(own?.pruned?.from.parameters);

    // The saved file, measured on the same images.
    const data = filedPlan(closing).data[0] ?? source();
    const taken = network('network-1', saved.layers, {
      role: 'teacher',
      input: saved.input,
      start: { kind: 'saved', sha256, name: 'small' },
    });
    const output: Output = {
      ...{ id: 'output-1', kind: 'evaluation', network: 'network-1' },
      ...{ source: data.id, part: 'test', teacher: null },
    };
    const other = network('network-2', saved.layers, { input: saved.input });
    const measured = plan(
      data,
      [taken, other],
      [stage(data, { student: 'network-2', epochs: 1 })],
      [output],
      kind,
    );
    const again = (await runHere(measured, { engineFolder, models: { [sha256]: path } })).of('evaluation')[0];
    expect(again?.confusion).toEqual(own?.confusion);
    expect(Math.abs((again?.measured.loss ?? 9) - (own?.measured.loss ?? 0))).toBeLessThan(1e-5);
  });

  test('are at zero while the second training learns, and what makes them does not learn', async () => {
    const of = smallPlan(closing);
    const { id, layers, input } = studentOf(of);
    const course = await courseOf(of, way);
    const weights = weightsOf(course, id);
    const mask = weights.get(`${GUIDED}/mask`) ?? expect.fail();
    expect(new Set(mask)).toEqual(new Set([0, 1]));
    const hinted = weightsOf(course, of.stages[1]?.train[0] ?? '');
    const before = hinted.get('conv2d-2/kernel') ?? expect.fail();
    const after = weights.get('conv2d-2/kernel') ?? expect.fail();
    const changed = [...mask].map((_, channel) =>
      after.some((it, at) => at % mask.length === channel && it !== before[at]),
    );
    expect(changed).toEqual([...mask].map((it) => it === 1));

    const images = Float32Array.from({ length: input.reduce((all, it) => all * it, 1) }, (_, at) =>
      Math.sin(at),
    );
    const whole = plainForward(layers, input, weights, images);
    expect(whole.get(GUIDED)?.every((it, at) => mask[at % mask.length] === 1 || it === 0)).toBe(true);
    const small = pruneChannels({ input, layers, weights });
    const answer = plainForward(small.layers, input, small.weights, images).get('logits') ?? [];
    for (const [at, it] of (whole.get('logits') ?? []).entries())
      expect(Math.abs(it - (answer[at] ?? Number.NaN))).toBeLessThan(1e-5);
  });

  test('are none below a limit of 0: the student trains as if its layers were copied, to the bit', async () => {
    const closed = await run(limited(0));
    const copied = await run(
      rewired(
        withParams(instead(closing, 'closed', 'network.copied-layers'), 'closed', {
          layers: 'same-name',
          channels: 'equal',
        }),
        [],
        ['student-network.network > closed.network'],
      ),
    );
    const [own] = closed.of('evaluation');
    const [other] = copied.of('evaluation');
    const { microsecondsPerImage: _, ...numbers } = other ?? expect.fail();
    expect(own).toMatchObject(numbers);
    expect(own?.pruned).toBe(null);
    const models = await Promise.all(
      [closed, copied].map((it) => readModel(join(it.folder, it.of('saved-model')[0]?.file ?? ''))),
    );
    expect(models[0]).toEqual(models[1]);
  });

  test('that are all there are end the run before the second training, by name', async () => {
    const told = await run(limited(1));
    expect(told.ending.how).toBe('failed');
    expect(told.of('problem')).toMatchObject([
      {
        code: 'channels-all-closed',
        at: studentOf(filedPlan(closing)).id,
        message: expect.stringContaining(`All ${CHANNELS} channels of ${GUIDED} are closed`),
      },
    ]);
    expect(told.of('saved-model')).toEqual([]);
  });

  test('are told again where a run goes on from the end of the first training', async () => {
    const of = filedPlan(closing);
    const whole = { ...of, engine: { ...of.engine, kind } };
    const [, hinting] = whole.stages;
    const ended = await runHere(whole, {
      engineFolder,
      watch: (event) => {
        if (event.kind === 'checkpoint' && event.stage === hinting?.id && event.step === hinting.steps)
          throw new Error('the process is gone');
      },
    });
    expect(ended.ending.how).toBe('failed');
    const { folder } = ended;
    const { point } = await newestCheckpoint(
      folder,
      whole.stages.map((it) => it.id),
    );
    expect(point).toEqual({ stage: hinting?.id, step: hinting?.steps });
    const resumed = await runHere(whole, { engineFolder, folder, resume: point });
    expect(resumed.ending.how).toBe('done');
    expect(ended.of('gates')).toHaveLength(2);
    expect(resumed.of('gates')).toEqual(ended.of('gates'));
  });

  test('are told by the limit that masks them', async () => {
    const told = await run(closing);
    const lines = closedChannels(filedPlan(closing), told.of('gates')).map((it) =>
      closedText(it, () => 'Student'),
    );
    expect(lines[0]).toMatch(
      /^\d of 6 channels of activation-2, Student, are closed \(mean gate below 0\.3\), .* The network that begins from it does without them\.$/,
    );
    expect(lines[1]).toContain('mean gate below 0.1');
    expect(lines[1]).not.toContain('does without');
  });
});

describe('closed channels', () => {
  test.each([
    [
      'gates of the regressed layer alone',
      withParams(closing, 'hint', { gates: 'teacher' }),
      'gates-missing',
    ],
    [
      'a model on which no hint stood',
      rewired(closing, ['closed.model'], ['teacher.model > closed.model']),
      'gates-missing',
    ],
    [
      'a layer behind a sum',
      rewired(
        instead(closing, 'student-network', 'network.resnet', { blocks: 1, width: 2 }),
        ['hint.student'],
        ['guided.layer:stage1.block1.relu2 > hint.student'],
      ),
      'channels-needed',
    ],
  ])('are refused for %s', (_, document, code) => {
    expect(problemsOf(document)).toMatchObject([{ code }]);
  });

  test('of a layer within a residual block can be taken out', () => {
    const of = planOf(
      rewired(
        instead(closing, 'student-network', 'network.resnet', { blocks: 1, width: 2 }),
        ['hint.student'],
        ['guided.layer:stage1.block1.relu1 > hint.student'],
      ),
    ).plan;
    expect(studentOf(of).layers.some((it) => it.id === 'stage1.block1.relu1.whole')).toBe(true);
  });
});
