import { reached } from '../pipeline/reached.ts';
import { learningIn, type Network, type Plan, type Stage } from './plan.ts';

/** The networks that a stage changes: those that it trains, its projectors, and those that follow. */
export const changedBy = (stage: Pick<Stage, 'train' | 'projectors' | 'follow'>): string[] => [
  ...new Set([...learningIn(stage), ...(stage.follow ?? []).map((it) => it.network)]),
];

/** The networks that are measured after each epoch of a stage: what it changes, but the projectors, which give no answers. */
export const measuredBy = (stage: Pick<Stage, 'train' | 'projectors' | 'follow'>): string[] =>
  changedBy(stage).filter((it) => !stage.projectors.includes(it));

/** The networks that repeat the students of a stage without a teacher, in the order of its students. */
const repeating = (stages: readonly Stage[], of: string): string[] =>
  stages.filter((it) => it.baselineOf === of).flatMap((it) => it.train);

/** The student that a network repeats without a teacher; undefined where it repeats none. */
export function repeatedStudent(stages: readonly Stage[], network: string): string | undefined {
  const own = stages.find((it) => it.baselineOf !== null && it.train.includes(network));
  if (own?.baselineOf == null) return undefined;
  const taught = stages.find((it) => it.id === own.baselineOf);
  return taught?.train[repeating(stages, taught.id).indexOf(network)];
}

/** The network that repeats a student without a teacher; undefined where nobody asked for it. */
export function studentAlone(stages: readonly Stage[], student: string): string | undefined {
  const own = stages.filter((it) => it.train.includes(student));
  return own.flatMap(({ id, train }) => repeating(stages, id)[train.indexOf(student)] ?? []).at(0);
}

/** The networks whose weights a stage reads or changes. */
export const usedBy = (
  stage: Pick<Stage, 'train' | 'projectors' | 'follow' | 'taps' | 'weights' | 'perturbed'>,
): string[] => [
  ...new Set([
    ...changedBy(stage),
    ...stage.taps.map((it) => it.network),
    ...[...(stage.weights ?? []), ...(stage.perturbed ?? [])].map((it) => it.network),
  ]),
];

/**
 * Whether a stage teaches a network's answers: whether its loss reads the last layer, or the weights of it. Where it does not,
 * as with a hint, what the network answers is what its fresh last layers make of what was learned before them.
 */
export function learnsAnswers(
  { taps, weights = [] }: Pick<Stage, 'taps' | 'weights'>,
  { id, layers }: Pick<Network, 'id' | 'layers'>,
): boolean {
  const last = layers.at(-1)?.id ?? '';
  return (
    taps.some((it) => it.network === id && it.layer === last) ||
    weights.some((it) => it.network === id && it.layers.includes(last))
  );
}

/** The first network that a stage trains without the one whose weights it shares; undefined where there is none. */
export const trainedApart = (stage: Stage, { networks }: Pick<Plan, 'networks'>): Network | undefined =>
  networks.find(
    ({ id, shares }) =>
      shares && learningIn(stage).includes(id) && !learningIn(stage).includes(shares.network),
  );

type Freezing = Pick<Stage, 'frozen' | 'steps'>;

/** Steps after which a layer of a trained network learns: 0 from the start on, null where it never does. */
export function learnsFrom({ frozen = [], steps }: Freezing, network: string, layer: string): number | null {
  const own = frozen.filter((it) => it.network === network && it.layers.includes(layer));
  if (own.length === 0) return 0;
  if (own.some((it) => it.until === null || it.until >= steps)) return null;
  return Math.max(...own.map((it) => it.until ?? 0));
}

/** The steps at which more layers begin to learn, 0 first: between two of them a step is always the same. */
export function phasesOf({ frozen = [], steps }: Freezing): number[] {
  const begins = frozen.flatMap(({ until }) => (until !== null && until < steps ? [until] : []));
  return [...new Set([0, ...begins])].sort((a, b) => a - b);
}

/** The phase that a step belongs to, by the step at which it begins. @param step steps that are done */
export const phaseAt = (stage: Freezing, step: number): number =>
  phasesOf(stage).findLast((begin) => begin <= step) ?? 0;

/** The share of the way that a following network goes in one step. @param step steps that are done */
export const followShare = (decay: number, step: number): number => Math.max(1 - decay, 1 / (step + 2));

const sourcesOf = ({ start }: Network): readonly string[] => (start.kind === 'derived' ? start.from : []);

/** Networks with all that they begin from, also through others. */
export function withSources(ids: Iterable<string>, { networks }: Pick<Plan, 'networks'>): Set<string> {
  return reached(ids, (id) => networks.filter((it) => it.id === id).flatMap(sourcesOf));
}

/** Networks that begin from themselves, through others or directly; empty where there is no such circle. */
export function derivedInCircle({ networks }: Pick<Plan, 'networks'>): string[] {
  const byId = new Map(networks.map((it) => [it.id, it]));
  const reaches = (id: string, wanted: string, seen: Set<string>): boolean =>
    sourcesOf(byId.get(id) as Network).some((from) => {
      if (from === wanted) return true;
      if (seen.has(from) || !byId.has(from)) return false;
      return reaches(from, wanted, seen.add(from));
    });
  return networks.map((it) => it.id).filter((id) => reaches(id, id, new Set()));
}

/**
 * When each derived network is computed: the index of the first stage that needs it, itself or for a network derived from
 * it; the number of stages where outputs alone need it. Each stands after all that it is derived from.
 */
export function derivedAt({ networks, stages }: Pick<Plan, 'networks' | 'stages'>): Map<string, number> {
  const moments = new Map<string, number>();
  const byId = new Map(networks.map((it) => [it.id, it]));
  const need = (id: string, moment: number): void => {
    const network = byId.get(id);
    if (network?.start.kind !== 'derived' || moments.has(id)) return;
    for (const from of network.start.from) need(from, moment);
    moments.set(id, moment);
  };
  for (const [at, stage] of stages.entries()) for (const id of usedBy(stage)) need(id, at);
  for (const { id } of networks) need(id, stages.length);
  return moments;
}
