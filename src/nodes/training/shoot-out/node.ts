import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { flag, integer } from '../../params.ts';
import { engineWish, stageDraft, stageParams } from '../stage-params.ts';

const PORTS = [
  'loss1',
  'loss2',
  'loss3',
  'loss4',
  'loss5',
  'loss6',
  'loss7',
  'loss8',
  'loss9',
  'loss10',
  'loss11',
  'loss12',
] as const;
type Port = (typeof PORTS)[number];

const further = Object.fromEntries(
  PORTS.slice(1).map((port, at) => [
    port,
    { kind: 'scalar', title: `loss ${at + 2}`, optional: true, spare: true },
  ]),
) as Record<Exclude<Port, 'loss1'>, { kind: 'scalar'; title: string; optional: true; spare: true }>;

const { seed, ...others } = stageParams;

export const shootOut = defineNode({
  type: 'training.shoot-out',
  version: 1,
  category: 'training',
  title: 'Shoot-out',
  summary: 'Trains one student by several losses, each from the same start, over several seeds.',
  source: 'Potstill.',
  keywords: ['compare', 'methods', 'benchmark', 'seeds', 'leaderboard', 'ablation'],
  goal: true,
  help: `Each wired loss trains a copy of the student of its own. Under one seed all copies begin at the same weights, see the
same examples in the same order and take the same number of steps, so that only the method differs. Teachers are trained
once and shared. Networks that a loss trains beside the student, such as projectors, are copied with it.

## When to use it
To find out which method suits a teacher and a student. Wire its models into a Leaderboard. Give losses titles of their
own: the leaderboard names methods by them. A difference smaller than the spread over seeds is no difference.

## Formula
For seeds s = seed … seed + seeds − 1 and losses k: θₖₛ = train(θ₀(s), Lₖ, order(s)), steps = epochs · ⌈examples / batch⌉ for each;
alone: θₛ = train(θ₀(s), CE, order(s)).`,
  inputs: {
    loss1: { kind: 'scalar', title: 'loss 1', help: 'One method: whatever loss a trainer takes.' },
    ...further,
    optimizer: { kind: 'optimizer', title: 'optimizer', help: 'The same for every method.' },
  },
  outputs: { models: { kind: 'models', title: 'models', help: 'The students by method and seed.' } },
  params: z.strictObject({
    seeds: integer(
      3,
      { min: 1, max: 20 },
      {
        title: 'Seeds',
        help: 'Each method is trained so many times: with the seed and those that follow it.',
      },
    ),
    alone: flag(true, {
      title: 'Student alone',
      help: 'Also train the student on the labels alone, with each seed, for the others to be measured against.',
    }),
    ...others,
    seed,
  }),
  lower: ({ params, inputs, plan }) => {
    plan.engine(engineWish(params));
    const draft = stageDraft(params, inputs.optimizer.optimizer);
    const losses = PORTS.flatMap((port) => inputs[port]?.ref ?? []);
    const methods = losses.map(() => ({ stages: [] as string[], networks: [] as string[] }));
    const alone = { stages: [] as string[], networks: [] as string[] };
    let source = '';
    // By seed first, so that a run that is looked at early has every method.
    for (let at = 0; at < params.seeds; at += 1) {
      const stage = { ...draft, seed: params.seed + at };
      for (const [method, loss] of losses.entries()) {
        const id = plan.stage({ ...stage, total: plan.again(loss) });
        const trained = plan.trainedBy(id);
        methods[method]?.stages.push(id);
        methods[method]?.networks.push(trained.network);
        source = trained.source;
        if (method > 0 || !params.alone) continue;
        for (const repeated of plan.baselines(id, stage)) {
          alone.stages.push(repeated.stage);
          alone.networks.push(repeated.network);
        }
      }
    }
    const entries = params.alone ? [...methods, alone] : methods;
    return { models: { kind: 'models', source, entries } };
  },
});
