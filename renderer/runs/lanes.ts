import type { RunRecord } from '../../electron/contract.ts';
import { catalogue } from '../../src/nodes/catalogue.gen.ts';
import type { Document } from '../../src/pipeline/document.ts';
import { standsFor } from '../../src/pipeline/subgraph/subgraph.ts';
import { parseDocument } from '../../src/pipeline/text.ts';
import { comparedNetworks, leaderboardsOf, methodNames } from '../../src/plan/leaderboard.ts';
import type { NetworkRole, Plan, Stage } from '../../src/plan/plan.ts';
import { tasksOf } from '../../src/plan/tasks.ts';
import { repeatedStudent } from '../../src/plan/training.ts';

/** How a network is told apart in every chart, list and table. `assistant`: a student that goes on to teach. */
export type LaneKind = NetworkRole | 'assistant';

/** One training of one network, under the name that the person knows. */
export type Lane = {
  readonly stage: string;
  readonly network: string;
  readonly kind: LaneKind;
  /** How many networks of its kind come before it. */
  readonly nth: number;
  readonly title: string;
  readonly steps: number;
  readonly epochs: number;
  readonly batch: number;
};

/** What a chart draws as one: the steps of a stage, or those of one of its tasks, which a lane of its own has. */
export type Track = Lane & {
  /** As `trackKey` makes it. */
  readonly key: string;
};

/** Where the curves of a stage are kept, or those of one of its tasks by the student of it. */
export const trackKey = (stage: string, student?: string): string =>
  student === undefined ? stage : `${stage}/${student}`;

type Look = { readonly token: string; readonly dash: readonly number[] };

/** The token of the colour, and the dashes that tell the same to those who do not see it: of the first of a kind, and of the second. */
const looks: Readonly<Record<LaneKind, readonly [Look, Look]>> = {
  teacher: [
    { token: '--curve-teacher', dash: [] },
    { token: '--curve-teacher-2', dash: [12, 3] },
  ],
  assistant: [
    { token: '--curve-assistant', dash: [8, 3, 2, 3] },
    { token: '--curve-assistant-2', dash: [12, 3, 2, 3] },
  ],
  student: [
    { token: '--curve-student', dash: [] },
    { token: '--curve-student-2', dash: [12, 3] },
  ],
  baseline: [
    { token: '--curve-baseline', dash: [5, 4] },
    { token: '--curve-baseline-2', dash: [2, 3] },
  ],
  projector: [
    { token: '--curve-assistant', dash: [2, 3] },
    { token: '--curve-assistant-2', dash: [2, 3] },
  ],
};

/** Two looks are enough to tell a student from the next; more of a kind take them in turns. */
export const laneLook = ({ kind, nth }: Pick<Lane, 'kind' | 'nth'>): Look =>
  looks[kind][nth % 2 === 0 ? 0 : 1];

export const laneColour = (lane: Pick<Lane, 'kind' | 'nth'>): string => `var(${laneLook(lane).token})`;

const titles = new Map(catalogue.map((it) => [it.type, it.title]));

/** The person's own title of a node, or its definition's. */
export function nodeTitle(document: Document | null, node: string | undefined): string | undefined {
  const found = node === undefined ? undefined : document?.nodes[node];
  return (
    found &&
    (found.title?.trim() ||
      titles.get(found.type) ||
      (document && standsFor(document, found.type)?.title.trim()) ||
      node)
  );
}

/** The names of all networks of a plan by id; the ones that share a title are numbered. */
export function networkTitles(
  plan: Plan,
  origin: RunRecord['origin'],
  document: Document | null,
): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  const compared = comparedTitles(plan, origin, document);
  for (const { id, role } of plan.networks) {
    if (role !== 'baseline') named.set(id, nodeTitle(document, origin[id]?.[0]) ?? words[role]);
  }
  const seen = new Map<string, number>();
  for (const [id, title] of named) {
    const count = (seen.get(title) ?? 0) + 1;
    seen.set(title, count);
    if (count > 1) named.set(id, `${title} ${count}`);
  }
  for (const { id, role } of plan.networks) {
    if (role !== 'baseline') continue;
    const taught = repeatedStudent(plan.stages, id);
    named.set(id, `${named.get(taught ?? '') ?? words.student} alone`);
  }
  for (const [id, title] of compared) named.set(id, title);
  return named;
}

/** What trains in a shoot-out is told apart by method and seed: `Tempered softmax, seed 2`. */
function comparedTitles(
  plan: Plan,
  origin: RunRecord['origin'],
  document: Document | null,
): ReadonlyMap<string, string> {
  const methods = new Map(
    leaderboardsOf(plan).flatMap((it) => [
      ...methodNames(plan, it, origin, (node) => nodeTitle(document, node) ?? node),
    ]),
  );
  const titled = new Map<string, string>();
  for (const [network, { id, seed }] of comparedNetworks(plan))
    titled.set(network, `${methods.get(id)}, seed ${seed}`);
  return titled;
}

const words = {
  teacher: 'Teacher',
  student: 'Student',
  baseline: 'Student alone',
  projector: 'Projector',
} as const;

/** Kinds of all networks: a student that another stage listens to is an assistant. */
export function networkKinds(plan: Plan): ReadonlyMap<string, LaneKind> {
  const heard = new Set(
    plan.stages.flatMap(({ taps, train }) =>
      taps.filter((tap) => !train.includes(tap.network)).map((tap) => tap.network),
    ),
  );
  return new Map(
    plan.networks.map(({ id, role }) => [id, role === 'student' && heard.has(id) ? 'assistant' : role]),
  );
}

/** How many networks of its kind come before each in the plan. What a shoot-out compares looks alike. */
export function networkPlaces(plan: Plan): ReadonlyMap<string, number> {
  const compared = comparedNetworks(plan);
  const seen = new Map<LaneKind, number>();
  const places = new Map<string, number>();
  for (const [id, kind] of networkKinds(plan)) {
    if (compared.has(id)) continue;
    const before = seen.get(kind) ?? 0;
    places.set(id, before);
    seen.set(kind, before + 1);
  }
  return places;
}

/** The stages of a run in order, and what is drawn of each. */
export function lanesOf({ plan, origin, document: text }: RunRecord): {
  readonly lanes: readonly Lane[];
  readonly tracks: readonly Track[];
  readonly document: Document | null;
  readonly titles: ReadonlyMap<string, string>;
} {
  const parsed = parseDocument(text);
  const document = parsed.ok ? parsed.value : null;
  const named = networkTitles(plan, origin, document);
  const kinds = networkKinds(plan);
  const places = networkPlaces(plan);
  const laneOf = ({ id, train, steps, epochs, batch }: Stage): Lane => {
    const network = train[0] as string;
    return {
      stage: id,
      network,
      kind: kinds.get(network) ?? 'student',
      nth: places.get(network) ?? 0,
      title: train.map((it) => named.get(it) ?? it).join(' and '),
      steps,
      epochs,
      batch,
    };
  };
  const tracks = plan.stages.flatMap((stage) =>
    tasksOf(stage).map((task): Track => {
      const lane = laneOf(task);
      return { ...lane, key: trackKey(stage.id, stage.tasks && lane.network) };
    }),
  );
  return { lanes: plan.stages.map(laneOf), tracks, document, titles: named };
}
