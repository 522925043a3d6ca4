import type { z } from 'zod';
import type { Layer } from './layers.ts';
import type { Operation } from './operation.ts';
import type {
  Attack,
  Follow,
  Network,
  NetworkStart,
  Optimizer,
  Output,
  Plan,
  Schedule,
  Source,
  Stage,
  Tokens,
} from './plan.ts';

/** A reference to a tensor of the batch: a tap, a term, or the labels. */
export type Ref = string;

/** A saved network as its file describes it, found by content. */
export type ModelHeader = {
  readonly sha256: string;
  readonly input: readonly number[];
  readonly classes: number;
  readonly layers: readonly Layer[];
};

/** Several losses, each on data of its own, that one stage takes in turns. */
export type JointDraft = Omit<StageDraft, 'total'> & {
  /** Each by the port that it comes in at. */
  readonly losses: readonly { readonly port: string; readonly total: Ref }[];
  /** How likely a step is of each: by its number of training examples to this power. */
  readonly tau: number;
};

export type StageDraft = Pick<Stage, 'epochs' | 'batch' | 'seed' | 'optimizer' | 'clip'> & {
  readonly total: Ref;
  /** Left out where everything is left to the compiler. */
  readonly wish?: StageWish;
};

/** What a trainer may ask for and the compiler decides, since it depends on the whole plan. */
export type StageWish = {
  readonly keep: 'auto' | Source['keep'];
  /** Whether it is measured what each of several losses brings. */
  readonly balance: boolean;
  /** Whether frozen networks run at each step, or answer so many views of each example once. */
  readonly teacher: 'auto' | 'each-step' | { readonly views: number };
};

/** Layers of a student that do not learn at first, or not at all. */
export type FreezeDraft = {
  /** Ids, in the order of the network. */
  readonly layers: readonly string[];
  /** Null where they never learn; else in so many groups, the last at the share `from` of the steps, the first at `to`. */
  readonly thaw: { readonly from: number; readonly to: number; readonly groups: number } | null;
};

/** An attack as a person gives it: radius and step in levels of 255, as a byte has them. */
export type AttackDraft = Omit<Attack, 'least' | 'most'>;

/** How a network begins from others: what a start op is called with. */
export type DerivedDraft = Pick<Extract<NetworkStart, { kind: 'derived' }>, 'op' | 'args' | 'from'>;

/** Data as a node hands them on; where they are kept is decided later, for all nodes together. */
export type SourceDraft = Omit<Source, 'id' | 'keep'>;

type Wired = Extract<Lowered, { kind: 'tensor' | 'data' }>;

/** What a node's `lower` may add to the plan. Every call is remembered as coming from that node. */
export type PlanBuilder = {
  /** Equal drafts give the same source. */
  source(draft: SourceDraft): string;
  network(draft: Omit<Network, 'id'>): string;
  /** A network as added before. */
  networkOf(id: string): Network;
  /** Name of the random stream of a node's weights; by order in the plan, not by the node's own id. */
  stream(node: string): string;
  /** The activation of a layer (the last one where none is named); `frozen`: no gradient may reach the network. */
  tap(at: { network: string; source: string; layer?: string; frozen: boolean }): Ref;
  /** What a wire into an activation port brings; the images themselves where it comes from data. */
  tensor(wired: Wired): Ref;
  /** Sizes of one example at a reference, without the batch. */
  shapeOf(ref: Ref): readonly number[];
  /**
   * A projector of its own on an activation, trained with whatever the loss trains; gives what its last layer gives.
   *
   * @param at.node whose weights it is; @param at.name tells several projectors of one node apart
   */
  project(at: { node: string; name: string; on: Ref; layers: readonly Layer[] }): Ref;
  /**
   * Layers of a network on another activation than the images, from the first layer on, or behind the layer `at`, in whose
   * place the activation then stands. `frozen`: its weights do not learn.
   *
   * @throws ProblemError cut-open, where what comes behind `at` reads other layers too
   */
  apply(at: { network: string; on: Ref; layer?: string; at?: string; frozen: boolean }): Ref;
  /** The projectors that stand on layers of a network, each with that layer, in the order in which they were added. */
  projectorsOn(network: string): readonly { readonly projector: string; readonly layer: string }[];
  /** The network and layer that a tap is of, and what the network stands on: the images or another tap; undefined for anything else. */
  tapped(ref: Ref):
    | {
        readonly network: string;
        readonly layer: string;
        readonly source: string;
        readonly on: Ref;
        readonly onImages: boolean;
      }
    | undefined;
  /**
   * The images of a source, moved so that a loss of a network rises: its answers go into `role` of the op, `inputs` into the
   * others. What stands on them sees them as constants.
   */
  perturb<I extends Operation['inputs'], A extends z.ZodType>(at: {
    readonly network: string;
    readonly source: string;
    readonly op: Operation<I, A>;
    readonly role: keyof I & string;
    readonly inputs: { readonly [role in keyof I]?: Ref };
    readonly args: z.input<A>;
    readonly attack: AttackDraft;
  }): Ref;
  /** An attack in the scale that networks see of a source, from one in levels of 255. @throws ProblemError pixels-of-text */
  attack(source: string, draft: AttackDraft): Attack;
  /** What networks see of the darkest and the brightest pixel of a source. @throws ProblemError pixels-of-text */
  pixels(source: string): Pick<Attack, 'least' | 'most'>;
  /** What a wire into a labels port brings: one class index an example. */
  labels(wired: Wired): Ref;
  /** What the networks see of these data. */
  inputs(source: SourceDraft): Ref;
  /** The tokens of these data that are to be found again. */
  targets(source: SourceDraft): Ref;
  /** The numbers, within the training part, of the examples that a reference is computed from, and how many there are. */
  examples(of: Ref): { readonly ref: Ref; readonly count: number };
  /**
   * Every stage that trains the network leaves out these layers, and those that were named before.
   *
   * @throws ProblemError freeze-all, where nothing of it would learn; freeze-twice, where layers are to learn later and never
   */
  freeze(network: string, draft: FreezeDraft): void;
  /** The network goes after another, of the same layers, in every stage that trains that one. */
  follow(draft: Follow): void;
  /** The trained weights of some layers as one row of numbers; `frozen`: no gradient may reach them. */
  weightRow(at: { network: string; layers: readonly string[]; frozen: boolean }): Ref;
  /** Emits a term; the arguments' type is the op's own. */
  term<I extends Operation['inputs'], A extends z.ZodType>(
    op: Operation<I, A>,
    inputs: { readonly [role in keyof I]?: Ref },
    args: z.input<A>,
  ): Ref;
  /** Trains every network that the total reaches through a tap that is not frozen. */
  stage(draft: StageDraft): string;
  /** Trains by several losses in turns; gives the stage, and of each loss the network that it trains and what that reads. */
  joint(draft: JointDraft): {
    readonly stage: string;
    readonly tasks: readonly { readonly network: string; readonly source: string }[];
  };
  /**
   * The same loss on copies of all the networks that it trains. A copy draws from the same stream, so that under one seed
   * it starts equal to the original, bit for bit.
   */
  again(total: Ref): Ref;
  /** The one network that a stage trains, and what it reads. @throws ProblemError several-students */
  trainedBy(stage: string): { network: string; source: string };
  /** The students that a stage trains together, in the order in which they were added, and what it reads. */
  studentsOf(stage: string): { networks: readonly string[]; source: string };
  /**
   * Trains each student of a stage once more from the same start on the labels alone; in the order of the students. Those of
   * several tasks take the same turns in one stage.
   */
  baselines(stage: string, draft: Omit<StageDraft, 'total'>): { stage: string; network: string }[];
  /** An optimizer of this node, with the schedule that was wired into it. */
  optimizer(draft: Omit<Optimizer, 'id'>): Optimizer;
  /** What the run shall compute on. Several that ask for something must agree; `auto` asks for nothing. */
  engine(wish: Plan['engine']): void;
  output(draft: DistributiveOmit<Output, 'id'>): string;
  note(code: string, text: string): void;
  /** The header of a saved model; throws a ProblemError where it is not at hand. */
  model(sha256: string, name: string): ModelHeader;
};

/** How a network begins, and which of its layers begin with weights of others. */
export type NetworkBeginning = { readonly start: DerivedDraft; readonly copied: readonly string[] };

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** What a lowered output port hands to the nodes that it feeds. One kind for each kind of port. */
export type Lowered =
  | { readonly kind: 'data'; readonly source: SourceDraft }
  | {
      readonly kind: 'network';
      readonly layers: (input: readonly number[], classes: number, tokens?: Tokens) => Layer[];
      /** What it begins with where that comes from other networks; else it begins anew. */
      readonly start?: (input: readonly number[], classes: number, tokens?: Tokens) => NetworkBeginning;
      /** Layers whose weights are another network's own. */
      readonly shares?: NonNullable<Network['shares']>;
    }
  | {
      readonly kind: 'model';
      readonly network: string;
      readonly source: string;
      readonly alone: string | null;
      /** Students that were trained together with it, where an input takes several. */
      readonly others?: readonly { readonly network: string; readonly alone: string | null }[];
    }
  | {
      readonly kind: 'models';
      readonly source: string;
      /** One a method: its stages, and the network that each trains, by seed. */
      readonly entries: readonly {
        readonly stages: readonly string[];
        readonly networks: readonly string[];
      }[];
    }
  | { readonly kind: 'optimizer'; readonly optimizer: Optimizer }
  | { readonly kind: 'schedule'; readonly schedule: Schedule }
  | { readonly kind: 'tensor'; readonly ref: Ref };
