import { networkShape } from '../../plan/layers.ts';
import { neededBy } from '../../plan/outputs.ts';
import {
  EXAMPLES,
  INPUTS,
  isRandom,
  LABELS,
  learningIn,
  type Plan,
  type Stage,
  TARGETS,
} from '../../plan/plan.ts';
import { readBy, tasksOf } from '../../plan/tasks.ts';
import { changedBy, derivedAt, derivedInCircle, trainedApart } from '../../plan/training.ts';

/**
 * What must hold of every plan between passes. A failure is a defect of the compiler, not of the document,
 * so it throws.
 */
export function assertInvariants(plan: Plan): void {
  const hold = (condition: boolean, what: string): void => {
    if (!condition) throw new Error(`The compiler made a plan that cannot be: ${what}.`);
  };
  const sources = new Map(plan.data.map((it) => [it.id, it]));
  const networks = new Map(plan.networks.map((it) => [it.id, it]));
  const trained = new Set(plan.networks.filter((it) => it.start.kind === 'saved').map((it) => it.id));
  const derived = derivedAt(plan);
  for (const network of plan.networks)
    hold(
      network.role === 'projector' ||
        networkShape(network.layers, network.input).output.join() === String(network.classes),
      `${network.id} does not end in ${network.classes} logits`,
    );
  for (const { id, start } of plan.networks)
    if (start.kind === 'derived')
      for (const from of start.from)
        hold(networks.has(from), `${id} begins from ${from}, which is not there`);
  hold(derivedInCircle(plan).length === 0, `${derivedInCircle(plan).join()} begin from each other`);
  for (const [at, stage] of plan.stages.entries()) {
    for (const [id, moment] of derived) if (moment <= at) trained.add(id);
    for (const id of readBy(stage)) hold(sources.has(id), `${stage.id} reads ${id}, which is not there`);
    const learning = learningIn(stage);
    for (const { network, layers } of [...(stage.weights ?? []), ...(stage.frozen ?? [])])
      for (const layer of layers)
        hold(
          networks.get(network)?.layers.some((it) => it.id === layer) ?? false,
          `${stage.id} speaks of layer ${layer} of ${network}, which is not there`,
        );
    for (const { network, follows } of stage.follow ?? []) {
      hold(stage.train.includes(follows), `${network} follows ${follows}, which ${stage.id} does not train`);
      hold(!stage.train.includes(network), `${network} follows another and is trained as well`);
      trained.add(network);
    }
    for (const task of tasksOf(stage)) {
      for (const id of task.balance?.parts ?? [])
        hold(
          task.terms.some((it) => it.id === id),
          `${stage.id} measures ${id}, which is no term of it`,
        );
      const masked = sources.get(task.read)?.transform.some((it) => it.kind === 'mask-tokens');
      const ofBatch = [LABELS, INPUTS, EXAMPLES, ...(masked ? [TARGETS] : [])];
      const perturbed = task.perturbed ?? [];
      const rows = (task.weights ?? []).map((it) => it.id);
      const known = new Set<string>([
        ...ofBatch,
        ...rows,
        ...[...task.taps, ...perturbed].map((it) => it.id),
      ]);
      for (const { id, network, source, in: inputs } of perturbed) {
        hold(
          learning.includes(network) || trained.has(network),
          `${stage.id} attacks ${network} before it is trained`,
        );
        hold(source === task.read, `${id} reads another source than ${stage.id}`);
        for (const ref of Object.values(inputs))
          hold(known.has(ref) && !rows.includes(ref), `${id} uses ${ref}, which is not of the batch`);
      }
      for (const tap of task.taps) {
        const network = networks.get(tap.network);
        hold(network !== undefined, `${tap.id} taps ${tap.network}, which is not there`);
        hold(
          network?.layers.some((it) => it.id === tap.layer) ?? false,
          `${tap.id} taps layer ${tap.layer}, which is not there`,
        );
        hold(tap.source === task.read, `${tap.id} reads another source than ${stage.id}`);
        hold(
          learning.includes(tap.network) || trained.has(tap.network),
          `${stage.id} uses ${tap.network} before it is trained`,
        );
        hold(
          known.has(tap.on) || task.terms.some((it) => it.id === tap.on),
          `${tap.id} stands on ${tap.on}, which is not there`,
        );
      }
      for (const term of task.terms) {
        for (const ref of Object.values(term.in))
          hold(known.has(ref), `${term.id} uses ${ref} before it is computed`);
        known.add(term.id);
      }
      hold(
        known.has(task.total) && !ofBatch.includes(task.total),
        `${stage.id} minimises ${task.total}, which is not there`,
      );
    }
    assertTasks(stage, hold);
    const apart = trainedApart(stage, plan);
    hold(
      !apart,
      `${stage.id} trains ${apart?.id} without ${apart?.shares?.network}, whose weights it shares`,
    );
    const source = sources.get(stage.read);
    if (stage.cache)
      hold(
        stage.cache.views === 1 || (source !== undefined && isRandom(source)),
        `${stage.id} caches several views of what is always the same`,
      );
    for (const id of stage.cache?.taps ?? [])
      hold(
        stage.taps.some((it) => it.id === id && it.on === INPUTS && !changedBy(stage).includes(it.network)),
        `${stage.id} caches ${id}, which no frozen network gives`,
      );
    for (const id of learning) trained.add(id);
  }
  for (const id of derived.keys()) trained.add(id);
  for (const output of plan.outputs) {
    const needs = neededBy(output);
    for (const id of needs.networks)
      hold(trained.has(id), `${output.id} needs ${id}, which nothing trains or loads`);
    for (const id of needs.sources) hold(sources.has(id), `${output.id} reads ${id}, which is not there`);
    for (const id of output.kind === 'leaderboard' ? output.entries.flatMap((it) => it.stages) : [])
      hold(
        plan.stages.some((it) => it.id === id),
        `${output.id} compares ${id}, which is not there`,
      );
  }
}

/** Of several tasks each has a chance, and what the stage computes belongs to one of them. */
function assertTasks(stage: Stage, hold: (condition: boolean, what: string) => void): void {
  if (!stage.tasks) return;
  const [first] = stage.tasks;
  const all = stage.tasks.reduce((sum, it) => sum + it.share, 0);
  hold(Math.abs(all - 1) < 1e-9, `the shares of ${stage.id} sum to ${all}`);
  hold(
    first?.read === stage.read && first.total === stage.total && first.evaluate === stage.evaluate,
    `the first task of ${stage.id} is another than its own`,
  );
  const owned = new Set(tasksOf(stage).flatMap((it) => [...it.taps, ...it.terms].map(({ id }) => id)));
  for (const { id } of [...stage.taps, ...stage.terms])
    hold(owned.has(id), `${id} belongs to no task of ${stage.id}`);
  hold(stage.balance === null, `${stage.id} measures what its losses bring for all of its tasks at once`);
}
