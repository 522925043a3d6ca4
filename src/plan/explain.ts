import { drawnShape } from './channel-masks.ts';
import { comparedNetworks } from './leaderboard.ts';
import {
  type Attack,
  type Compiled,
  learningIn,
  type Network,
  type Output,
  type Plan,
  type Source,
  type Stage,
} from './plan.ts';
import { repeatedStudent } from './training.ts';

/** Names for ids of a plan, as the person knows them: the title of the node each came from. */
export type NameOf = (planId: string) => string;

const count = (value: number): string => value.toLocaleString('en-US');
const many = (value: number, one: string): string => `${count(value)} ${one}${value === 1 ? '' : 's'}`;

/** The plan told in sentences, in the order in which it will happen. */
export function explain({ plan, notes }: Pick<Compiled, 'plan' | 'notes'>, nameOf: NameOf): string[] {
  const networks = new Map(plan.networks.map((it) => [it.id, it]));
  const named: NameOf = (id) => nameOf(repeatedStudent(plan.stages, id) ?? id);
  return [
    ...tellEngine(plan.engine),
    ...plan.data.map(tellSource),
    ...plan.stages.map((stage, at) => tellStage(stage, at, plan.stages.length, networks, named)),
    ...plan.outputs.flatMap((output) => tellOutput(output, plan, networks, named)),
    ...notes
      .filter((note) => note.code !== 'teacher-first' && note.code !== 'baseline')
      .map((note) => note.text),
  ];
}

/** What the person chose; what is as always is not told. */
function tellEngine({ precision, tf32, device }: Plan['engine']): string[] {
  return [
    ...(device === 'auto'
      ? []
      : [
          `Everything is computed on ${device === 'cpu' ? 'the processor' : device.replace('gpu-', 'GPU ')}.`,
        ]),
    ...(precision === 'bfloat16'
      ? ['Matrix products and convolutions are computed in bfloat16; weights stay float32.']
      : []),
    ...(tf32 ? [] : ['On an NVIDIA card, float32 products are exact: TF32 is off.']),
  ];
}

function tellSource({ set, counts, shape, tokens, classes, transform }: Source): string {
  const parts = [
    `${count(counts.train)} to train on`,
    ...(counts.validation > 0 ? [`${count(counts.validation)} to validate`] : []),
    `${count(counts.test)} to test`,
  ];
  const steps = transform.map((it) => it.kind.replace('-', ' ')).join(', then ');
  const examples = tokens ? `texts of ${shape.join()} tokens` : `images of ${shape.join('×')}`;
  return `Data: ${set}, ${examples} in ${classes} classes, ${parts.join(', ')}${steps ? `; ${steps}` : ''}.`;
}

function tellStage(
  stage: Stage,
  at: number,
  of: number,
  networks: ReadonlyMap<string, Network>,
  nameOf: NameOf,
): string {
  const trained = stage.train.map((id) => {
    const network = networks.get(id);
    const size = network ? ` (${count(drawnShape(network).parameters)} parameters)` : '';
    return `${nameOf(id)}${roleSuffix(network)}${size}`;
  });
  const teachers = [
    ...new Set(
      stage.taps.filter((tap) => !learningIn(stage).includes(tap.network)).map((tap) => nameOf(tap.network)),
    ),
  ];
  const misled = (stage.perturbed ?? []).map((it) => `, ${tellAttack(it.attack)}`).join('');
  const taught = teachers.length > 0 ? `, taught by ${teachers.join(' and ')}` : '';
  const turns = stage.tasks?.map((it) => `${count(Math.round(100 * it.share))} %`).join(' and ');
  const learn = turns ? `learn in turns, ${turns} of the steps,` : 'learns';
  return `Stage ${at + 1} of ${of}: ${trained.join(' and ')} ${learn} for ${many(stage.epochs, 'epoch')} of ${many(stage.steps / stage.epochs, 'step')}, ${many(stage.batch, 'example')} a step${taught}${misled}.`;
}

/** By how many of 255 grey levels images are moved, and in how many steps. */
function tellAttack({ radius, least, most, iterations }: Attack): string {
  const levels = Number(((255 * radius) / (most - least)).toFixed(2));
  return `on images moved by up to ${levels} of 255 levels a pixel, in ${many(iterations, 'step')}, to mislead it`;
}

function tellOutput(
  output: Output,
  plan: Plan,
  networks: ReadonlyMap<string, Network>,
  nameOf: NameOf,
): string[] {
  switch (output.kind) {
    case 'evaluation': {
      // What stands in a leaderboard is told once for all.
      if (comparedNetworks(plan).has(output.network)) return [];
      return [
        `At the end ${nameOf(output.network)}${roleSuffix(networks.get(output.network))} is measured on the ${output.part} part${output.attack ? `, also ${tellAttack(output.attack)}` : ''}.`,
      ];
    }
    case 'saved-model':
      return [`${nameOf(output.network)} is written to ${output.name}.safetensors in the run folder.`];
    case 'router': {
      const routes = output.tasks.map(({ network }) => nameOf(network));
      return [
        `At the end each of ${routes.join(', ')} is measured on all ${count(routes.length)} tasks, and ${output.name}.json says which answers which.`,
      ];
    }
    case 'leaderboard': {
      const seeds = output.entries[0]?.stages.length ?? 0;
      return [
        `At the end ${many(output.entries.length, 'method')} are measured and set in order, over ${many(seeds, 'seed')} each.`,
      ];
    }
  }
}

const roleSuffix = (network: Network | undefined): string =>
  network?.role === 'baseline' ? ' without a teacher' : '';
