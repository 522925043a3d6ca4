import { canonicalJson } from '../../plan/hash.ts';
import { networkShape } from '../../plan/layers.ts';
import { neededBy, writtenTwice } from '../../plan/outputs.ts';
import type { Network, Output, Plan, Stage } from '../../plan/plan.ts';
import { changedBy, derivedAt, derivedInCircle, trainedApart } from '../../plan/training.ts';
import { EngineProblem } from './engine-problem.ts';
import { operation, rateFactor } from './operation-list.ts';

/** Letters, digits, spaces, dots, - and _: a name, never a path. */
const FILE_NAME = /^[\p{L}\p{N}_-][\p{L}\p{N} ._-]{0,99}$/u;

/**
 * What would otherwise show itself after hours of training: ops and arguments that this engine does not know, an
 * answer asked of a part without examples, a file name that is none.
 *
 * @throws EngineProblem
 */
export function checkPlan(plan: Plan): void {
  checkStarts(plan);
  checkShared(plan);
  checkAttacks(plan);
  for (const stage of plan.stages) {
    checkTraining(stage, plan);
    for (const term of [...stage.terms, ...(stage.perturbed ?? [])])
      operation('term', term.op, term.args, term.id);
    operation('optimizer', stage.optimizer.op, stage.optimizer.args, stage.id);
    rateFactor(stage.optimizer.schedule, stage.id);
  }
  for (const output of plan.outputs) checkOutput(output, plan);
  const twice = writtenTwice(plan.outputs);
  if (twice)
    throw new EngineProblem({
      code: 'model-name',
      message: `Two models are to be saved as ${twice.name}.`,
      at: twice.output,
      fix: 'Give each save node a name of its own.',
    });
}

/** What is to be measured has examples, and what is to be written has a name. */
function checkOutput(output: Output, { data }: Plan): void {
  const part = 'part' in output ? output.part : null;
  const empty = data.find(
    (it) => part !== null && neededBy(output).sources.includes(it.id) && it.counts[part] === 0,
  );
  if (empty)
    throw new EngineProblem({
      code: 'part-empty',
      message: `The ${output.kind} asks for the ${part} part, and ${empty.set} has none.`,
      at: output.id,
      fix: `Choose another part in the ${output.kind} node, or split the training examples.`,
    });
  if ('name' in output && !FILE_NAME.test(output.name))
    throw new EngineProblem({
      code: 'model-name',
      message: `A model cannot be saved as ${JSON.stringify(output.name.slice(0, 100))}.`,
      at: output.id,
      fix: 'Use letters, digits, spaces, dots, - and _ in the save node.',
    });
}

/** Images are moved to mislead a network of the plan, and have room; what only measures draws nothing. */
function checkAttacks({ networks, stages, outputs }: Plan): void {
  const refuse = (at: string, message: string): never => {
    throw new EngineProblem({ code: 'plan-attack', message, at, fix: 'Compile the document again.' });
  };
  const perturbed = stages.flatMap((it) => it.perturbed ?? []);
  const measured = outputs.flatMap((it) =>
    it.kind === 'evaluation' && it.attack ? [{ ...it, attack: it.attack }] : [],
  );
  for (const { id, network, attack } of [...perturbed, ...measured]) {
    const { least, most } = attack;
    if (!networks.some((it) => it.id === network))
      refuse(id, `${id} attacks ${network}, which is not in the plan.`);
    if (least >= most) refuse(id, `${id} leaves pixels no room: ${least} … ${most}.`);
  }
  for (const { id, attack } of measured)
    if (attack.start !== 'image')
      refuse(id, `${id} begins its attack at random places, and measuring draws nothing.`);
}

/** Networks that begin from others: these must be there, have weights by then, and not begin from each other. */
function checkStarts(plan: Plan): void {
  const known = new Set(plan.networks.map((it) => it.id));
  const refuse = (at: string, message: string): never => {
    throw new EngineProblem({ code: 'start-source', message, at, fix: 'Compile the document again.' });
  };
  for (const { id, start } of plan.networks) {
    if (start.kind !== 'derived') continue;
    operation('start', start.op, start.args, id);
    const missing = start.from.find((it) => !known.has(it));
    if (missing) refuse(id, `${id} begins from ${missing}, which is not in the plan.`);
  }
  const circle = derivedInCircle(plan);
  if (circle.length > 0)
    refuse(
      circle[0] as string,
      `${circle.join(' and ')} begin from each other: none of them has weights first.`,
    );
  const trainedAt = (id: string): number => plan.stages.findIndex((it) => changedBy(it).includes(id));
  for (const [id, moment] of derivedAt(plan)) {
    const { start } = plan.networks.find((it) => it.id === id) as Network;
    const late = start.kind === 'derived' ? start.from.find((it) => trainedAt(it) > moment) : undefined;
    if (late) refuse(id, `${id} begins from ${late}, which is trained later.`);
  }
}

/** A network that shares weights has them of one that owns them, in places of the same size. */
function checkShared({ networks, stages }: Plan): void {
  const refusal = (at: string, message: string): EngineProblem =>
    new EngineProblem({ code: 'plan-shared', message, at, fix: 'Compile the document again.' });
  for (const network of networks) {
    const { id, shares } = network;
    if (!shares) continue;
    const owner = networks.find((it) => it.id === shares.network);
    if (!owner || owner.shares || owner === network)
      throw refusal(
        id,
        `${id} shares layers of ${shares.network}, which is no network with weights of its own.`,
      );
    const [own, theirs] = [network, owner].map((it) => networkShape(it.layers, it.input).layers);
    for (const layer of shares.layers) {
      const [mine, other] = [own, theirs].map((it) =>
        it
          ?.get(layer)
          ?.weights.map((weight) => `${weight.name} ${weight.shape.join('×')}`)
          .join(),
      );
      if (mine === undefined || mine !== other)
        throw refusal(
          id,
          `${id} and ${owner.id} cannot share ${layer}: ${mine ?? 'nothing'} is not ${other ?? 'there'}.`,
        );
    }
  }
  for (const stage of stages) {
    const apart = trainedApart(stage, { networks });
    if (apart)
      throw refusal(
        stage.id,
        `${stage.id} trains ${apart.id} without ${apart.shares?.network}, whose weights it shares.`,
      );
  }
}

/** What a stage says of layers that wait, networks that follow and rows of weights must be about what there is. */
function checkTraining(stage: Stage, { networks }: Plan): void {
  const refuse = (message: string): never => {
    throw new EngineProblem({
      code: 'plan-training',
      message,
      at: stage.id,
      fix: 'Compile the document again.',
    });
  };
  const layersOf = (id: string): string[] | undefined =>
    networks.find((it) => it.id === id)?.layers.map((it) => it.id);
  for (const { network, layers } of [...(stage.frozen ?? []), ...(stage.weights ?? [])]) {
    const missing = layers.find((it) => !layersOf(network)?.includes(it));
    if (missing !== undefined) refuse(`${network} has no layer ${missing}, of which ${stage.id} speaks.`);
  }
  for (const { network, follows } of stage.follow ?? []) {
    const [own, other] = [network, follows].map((id) => networks.find((it) => it.id === id)?.layers);
    if (!own || !other || canonicalJson(own) !== canonicalJson(other))
      refuse(`${network} cannot follow ${follows}: their layers differ.`);
    if (stage.train.includes(network)) refuse(`${network} follows ${follows} and is trained as well.`);
    if (!stage.train.includes(follows))
      refuse(`${network} follows ${follows}, which ${stage.id} does not train.`);
  }
}
