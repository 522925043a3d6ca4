import { howToMake } from '../../nodes/network/transformer/pretrained/minilm.ts';
import { ProblemError } from '../../pipeline/problem.ts';
import type {
  FreezeDraft,
  ModelHeader,
  PlanBuilder,
  SourceDraft,
  StageDraft,
  StageWish,
} from '../../plan/builder.ts';
import { canonicalJson } from '../../plan/hash.ts';
import { NETWORK_INPUT, networkShape } from '../../plan/layers.ts';
import type {
  Follow,
  Network,
  Note,
  Origin,
  Output,
  Perturbed,
  Plan,
  Schedule,
  Source,
  Stage,
} from '../../plan/plan.ts';
import { readBy, taskShares } from '../../plan/tasks.ts';
import { copyOf } from './again.ts';
import { assertSameKeep, sameEngine } from './agreement.ts';
import { attackOn, pixelsOf } from './attack.ts';
import { studentsAlone } from './baselines.ts';
import { assertCut } from './cut.ts';
import { assertShared, atPort, jointStage } from './joint.ts';
import { refShape } from './ref-shape.ts';
import { batchRef, type DraftRow, type DraftTap, type DraftTerm, stageOf } from './stages.ts';
import { assertSameLayers, frozenTogether, withTraining } from './training.ts';

export type Draft = {
  readonly plan: Plan;
  readonly origin: Origin;
  readonly notes: readonly Note[];
  /** What the passes are asked for, by stage. */
  readonly wishes: ReadonlyMap<string, StageWish>;
};

export type Building = {
  readonly builder: PlanBuilder;
  /** From here on everything that is added comes from this node. */
  at(node: string): void;
  /** Data or a schedule that a node hands on, with the nodes that it came through, the first one first. */
  handed(value: SourceDraft | Schedule, from: readonly string[]): void;
  finish(): Draft;
};

/** The inputs that something is wired into. */
const wired = (inputs: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(inputs).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

/** Collects what nodes add to a plan, hands out ids in order, and remembers which node each came from. */
export function createBuilder(models: Readonly<Record<string, ModelHeader>>): Building {
  const sources = new Map<string, Source>();
  const networks = new Map<string, Network>();
  const taps = new Map<string, DraftTap>();
  const terms = new Map<string, DraftTerm>();
  const stages = new Map<string, Stage>();
  const outputs: Output[] = [];
  const notes: Note[] = [];
  const origin: Origin = {};
  const streams = new Map<string, string>();
  const counts = new Map<string, number>();
  const through = new Map<SourceDraft | Schedule, readonly string[]>();
  const freezes = new Map<string, FreezeDraft>();
  const follows: Follow[] = [];
  const rows = new Map<string, DraftRow>();
  const perturbed = new Map<string, Perturbed>();
  let node = '';
  const wishes = new Map<string, StageWish>();
  let engine: Plan['engine'] = { kind: 'auto', precision: 'float32', tf32: true, device: 'auto' };

  const fresh = (stem: string, from: readonly string[] = [node]): string => {
    const count = (counts.get(stem) ?? 0) + 1;
    counts.set(stem, count);
    const id = `${stem}-${count}`;
    origin[id] = [...from];
    return id;
  };
  const claim = (id: string, by: readonly string[] = [node]): string => {
    origin[id] = [...new Set([...(origin[id] ?? []), ...by])];
    return id;
  };

  const tapAt = ({
    layer,
    at: place = NETWORK_INPUT,
    ...draft
  }: Omit<DraftTap, 'id' | 'layer' | 'at'> & { layer?: string | undefined; at?: string }): string => {
    const { layers } = builder.networkOf(draft.network);
    const at = { ...draft, at: place, layer: layer ?? layers.at(-1)?.id ?? '' };
    assertCut(layers, at.layer, place);
    const same = [...taps.values()].find(
      (it) => canonicalJson({ ...it, id: '' }) === canonicalJson({ ...at, id: '' }),
    );
    if (same) return claim(same.id);
    const id = fresh('tap');
    taps.set(id, { id, ...at });
    return id;
  };
  const sourceNamed = (id: string): Source => [...sources.values()].find((it) => it.id === id) as Source;
  /** The source of the batch that a reference is computed from. */
  const sourceOf = (ref: string): string => {
    const [, source] = ref.split(':');
    if (source) return source;
    const of = taps.get(ref) ?? perturbed.get(ref);
    if (of) return of.source;
    const [first = ''] = Object.values(terms.get(ref)?.in ?? {});
    return sourceOf(first);
  };

  const cut = (id: string, draft: StageDraft): Stage =>
    stageOf(id, draft, {
      taps,
      terms,
      rows,
      perturbed,
      sources: [...sources.values()],
      roleOf: (it) => builder.networkOf(it).role,
    });
  const addStage = (made: Stage, wish: StageWish | undefined): void => {
    assertShared(made, builder.networkOf, freezes);
    stages.set(made.id, made);
    if (!wish) return;
    const read = readBy(made);
    const others = [...wishes].filter(([of]) =>
      readBy(stages.get(of) as Stage).some((it) => read.includes(it)),
    );
    for (const [, it] of others) assertSameKeep(wish.keep, it.keep);
    wishes.set(made.id, wish);
  };

  const builder: PlanBuilder = {
    source(draft) {
      const key = canonicalJson(draft);
      const known = sources.get(key);
      // What is wrong with data is told at the nodes that made it, not at those that it feeds.
      const from = through.get(draft);
      if (known) return claim(known.id, from);
      const id = fresh('source', from);
      sources.set(key, { ...draft, id, keep: 'device' });
      return id;
    },
    network(draft) {
      const id = fresh('network');
      networks.set(id, { ...draft, id });
      return id;
    },
    networkOf: (id) => networks.get(id) as Network,
    stream(of) {
      const stream = streams.get(of) ?? `weights-${streams.size + 1}`;
      streams.set(of, stream);
      return stream;
    },
    tap: ({ source, ...at }) => tapAt({ ...at, source, on: batchRef('inputs', source) }),
    freeze: (network, draft) =>
      void freezes.set(network, frozenTogether(builder.networkOf(network), freezes.get(network), draft)),
    follow(draft) {
      assertSameLayers(builder.networkOf(draft.network), builder.networkOf(draft.follows), 'Following');
      follows.push(draft);
    },
    weightRow({ network, layers, frozen }) {
      const id = fresh('weights');
      rows.set(id, { id, network, layers: [...layers], frozen });
      return id;
    },
    tensor(wired) {
      if (wired.kind === 'tensor') return wired.ref;
      if (!wired.source.tokens) return builder.inputs(wired.source);
      throw new ProblemError({
        code: 'tokens-as-activation',
        message: 'The tokens of a text are numbers of words, not an activation that can be computed with.',
        fix: 'Send them through a network first.',
      });
    },
    shapeOf: (ref) => refShape(ref, { taps, terms, perturbed, networks, sources: [...sources.values()] }),
    project({ node: of, name, on, layers }) {
      const input = [...builder.shapeOf(on)];
      const network = builder.network({
        role: 'projector',
        input,
        classes: networkShape(layers, input).output.at(-1) ?? 1,
        layers: [...layers],
        start: { kind: 'fresh', stream: `${builder.stream(of)}/${name}` },
      });
      return builder.apply({ network, on, frozen: false });
    },
    apply: ({ on, ...at }) => tapAt({ ...at, on, source: sourceOf(on) }),
    projectorsOn: (network) =>
      [...taps.values()].flatMap((it) => {
        const under = taps.get(it.on);
        const stands = under?.network === network && builder.networkOf(it.network).role === 'projector';
        return stands ? [{ projector: it.network, layer: under.layer }] : [];
      }),
    tapped(ref) {
      const tap = taps.get(ref);
      return tap && { ...tap, onImages: tap.on === batchRef('inputs', tap.source) };
    },
    perturb({ network, source, op, role, inputs, args, attack }) {
      const id = fresh('perturbed');
      perturbed.set(id, {
        ...{ id, network, source, role },
        op: op.name,
        in: wired(inputs),
        args: op.args.parse(args) as Perturbed['args'],
        attack: builder.attack(source, attack),
      });
      return id;
    },
    attack: (source, draft) => attackOn(builder.pixels(source), draft),
    pixels: (source) => pixelsOf(sourceNamed(source)),
    labels(wired) {
      if (wired.kind === 'tensor') return wired.ref;
      return batchRef('labels', builder.source(wired.source));
    },
    inputs: (draft) => batchRef('inputs', builder.source(draft)),
    examples(of) {
      const id = sourceOf(of);
      const { counts } = sourceNamed(id);
      return { ref: batchRef('examples', id), count: counts.train };
    },
    targets: (draft) => batchRef('targets', builder.source(draft)),
    term(op, inputs, args) {
      const id = fresh('term');
      terms.set(id, {
        id,
        op: {
          name: op.name,
          gradient: op.gradient,
          stopped: op.stopped ?? [],
          either: op.either ?? [],
          optional: op.optional ?? [],
          leastBatch: op.leastBatch ?? 1,
          inputs: op.inputs,
          output: op.output ?? [],
        },
        in: wired(inputs),
        args: op.args.parse(args) as DraftTerm['args'],
      });
      return id;
    },
    stage(draft) {
      const id = fresh('stage');
      addStage(cut(id, draft), draft.wish);
      return id;
    },
    joint({ losses, tau, ...draft }) {
      const id = fresh('stage');
      const parts = losses.map(({ port, total }) => ({
        port,
        part: atPort(port, () => cut(id, { ...draft, total })),
      }));
      const sizes = parts.map(({ part }) => sourceNamed(part.read).counts.train);
      addStage(jointStage(parts, taskShares(sizes, tau)), draft.wish);
      return {
        stage: id,
        tasks: parts.map(({ part }) => ({ network: part.train[0] as string, source: part.read })),
      };
    },
    again: (total) =>
      copyOf(total, {
        tap: (ref) => taps.get(ref),
        term: (ref) => terms.get(ref),
        row: (ref) => rows.get(ref),
        perturbed: (ref) => perturbed.get(ref),
        network: builder.networkOf,
        follows,
        addNetwork: (of, start) => {
          const id = fresh('network', [...(origin[of] ?? []), node]);
          networks.set(id, { ...builder.networkOf(of), id, start });
          const freeze = freezes.get(of);
          if (freeze) freezes.set(id, freeze);
          return id;
        },
        addFollow: (follow) => void follows.push(follow),
        addTap: (of, network) => {
          const id = fresh('tap', origin[of.id]);
          taps.set(id, { ...of, id, network });
          return id;
        },
        addTerm: (of, inputs) => {
          const id = fresh('term', origin[of.id]);
          terms.set(id, { ...of, id, in: inputs });
          return id;
        },
        addRow: (of, network) => {
          const id = fresh('weights', origin[of.id]);
          rows.set(id, { ...of, id, network });
          return id;
        },
        addPerturbed: (of, network, inputs) => {
          const id = fresh('perturbed', origin[of.id]);
          perturbed.set(id, { ...of, id, network, in: inputs });
          return id;
        },
      }),
    trainedBy(id) {
      const stage = stages.get(id) as Stage;
      if (stage.train.length > 1)
        throw new ProblemError({
          code: 'several-students',
          port: 'loss',
          message: 'This loss trains more than one student.',
          found: String(stage.train.length),
          allowed: '1',
          fix: 'Give each student a trainer of its own.',
        });
      return { network: stage.train[0] as string, source: stage.read };
    },
    studentsOf(id) {
      const { train, read } = stages.get(id) as Stage;
      return { networks: train, source: read };
    },
    baselines(of, draft) {
      const taught = stages.get(of) as Stage;
      const alone = studentsAlone(taught, builder, node);
      const parts = (id: string) =>
        alone.map(({ total }) => ({ port: 'loss', part: cut(id, { ...draft, total }) }));
      const add = (made: Stage): string => {
        addStage({ ...made, baselineOf: of }, draft.wish);
        return made.id;
      };
      // Of several tasks the same turns.
      const shares = taught.tasks?.map((it) => it.share);
      const together = shares && add(jointStage(parts(fresh('stage')), shares));
      return alone.map(({ network, total }) => ({
        network,
        stage: together ?? add(cut(fresh('stage'), { ...draft, total })),
      }));
    },
    optimizer(draft) {
      return { id: fresh('optimizer', [node, ...(through.get(draft.schedule) ?? [])]), ...draft };
    },
    engine(wish) {
      engine = sameEngine(engine, wish);
    },
    output(draft) {
      const id = fresh('output');
      outputs.push({ ...draft, id } as Output);
      return id;
    },
    note(code, text) {
      notes.push({ code, text, nodes: [node] });
    },
    model(sha256, name) {
      const header = models[sha256];
      if (header) return header;
      throw new ProblemError({
        code: 'model-missing',
        param: 'file',
        message: `The model file ${name} is not at hand.`,
        found: `no file with SHA-256 ${sha256.slice(0, 12)}…`,
        fix: howToMake(name) ?? 'Put it beside the document, or choose it again.',
      });
    },
  };

  return {
    builder,
    at: (id) => {
      node = id;
    },
    handed: (value, from) => void through.set(value, from),
    finish: () => ({
      plan: {
        format: 1,
        engine,
        data: [...sources.values()],
        networks: [...networks.values()].map((it) => ({ ...it })),
        stages: [...stages.values()].map((it) => withTraining(it, freezes, follows)),
        outputs,
      },
      origin,
      notes,
      wishes,
    }),
  };
}
