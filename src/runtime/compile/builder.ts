import { crossEntropy } from '../../nodes/loss/cross-entropy/op.ts';
import { ProblemError } from '../../pipeline/problem.ts';
import type { FreezeDraft, ModelHeader, PlanBuilder, SourceDraft, StageWish } from '../../plan/builder.ts';
import { canonicalJson } from '../../plan/hash.ts';
import type {
  Follow,
  Network,
  Note,
  Origin,
  Output,
  Plan,
  Schedule,
  Source,
  Stage,
} from '../../plan/plan.ts';
import { assertSameKeep, sameEngine } from './agreement.ts';
import { type DraftRow, type DraftTap, type DraftTerm, stageOf } from './stages.ts';
import { assertSameLayers, withTraining } from './training.ts';

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

  /** What another network would bring is what a baseline is to show: it begins without. */
  const anew = (start: Network['start'], of: string): Network['start'] => {
    if (start.kind === 'fresh') return start;
    return { kind: 'fresh', stream: start.kind === 'derived' ? start.stream : builder.stream(of) };
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
    tap({ network, source, layer, frozen }) {
      const at = layer ?? builder.networkOf(network).layers.at(-1)?.id ?? '';
      const same = [...taps.values()].find(
        (it) => it.network === network && it.source === source && it.layer === at && it.frozen === frozen,
      );
      if (same) return claim(same.id);
      const id = fresh('tap');
      taps.set(id, { id, network, source, layer: at, frozen });
      return id;
    },
    tapped: (ref) => taps.get(ref) ?? null,
    freeze: (network, draft) => void freezes.set(network, draft),
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
      throw new ProblemError({
        code: 'images-as-activation',
        message: 'Images cannot be used here directly.',
        fix: 'Send them through a network first.',
      });
    },
    labels(wired) {
      if (wired.kind === 'tensor') return wired.ref;
      return `labels:${builder.source(wired.source)}`;
    },
    term(op, inputs, args) {
      const id = fresh('term');
      const given = Object.entries(inputs).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      terms.set(id, {
        id,
        op: {
          name: op.name,
          gradient: op.gradient,
          optional: op.optional ?? [],
          leastBatch: op.leastBatch ?? 1,
        },
        in: Object.fromEntries(given),
        args: op.args.parse(args) as DraftTerm['args'],
      });
      return id;
    },
    stage(draft) {
      const id = fresh('stage');
      const made = stageOf(id, draft, { taps, terms, rows, sources: [...sources.values()] });
      stages.set(id, made);
      if (draft.wish) {
        const others = [...wishes].filter(([of]) => stages.get(of)?.read === made.read);
        for (const [, it] of others) assertSameKeep(draft.wish.keep, it.keep);
        wishes.set(id, draft.wish);
      }
      return id;
    },
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
    baseline(of, draft) {
      const { network, source } = builder.trainedBy(of);
      const taught = builder.networkOf(network);
      const alone = builder.network({ ...taught, role: 'baseline', start: anew(taught.start, node) });
      const logits = builder.tap({ network: alone, source, frozen: false });
      const total = builder.term(
        crossEntropy,
        { student: logits, labels: `labels:${source}` },
        { smoothing: 0 },
      );
      const id = builder.stage({ ...draft, total });
      stages.set(id, { ...(stages.get(id) as Stage), baselineOf: of });
      return alone;
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
        fix: 'Put it beside the document, or choose it again.',
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
