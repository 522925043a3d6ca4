import type { RunSummary } from '../../electron/contract.ts';
import type { Gates } from '../../src/plan/closed-channels.ts';
import type { EngineInfo, RunEvent } from '../../src/plan/events.ts';
import type { Profile } from '../../src/plan/profile-by-node.ts';
import type { NodeProgress } from './node-progress.ts';
import type { RunState } from './run-state.ts';

type Of<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;
export type Evaluation = Of<'evaluation'>;
export type EpochMeasures = Of<'epoch'>;
export type SavedModel = Of<'saved-model'>;
export type System = Of<'router'>;
/** Examples on which answers are told after every epoch, of one part of one source. */
export type WatchedExamples = Of<'examples'>;
export type Answered = Of<'answers'>;
export type Comparison = Of<'comparison'>;
export type LayerSimilarity = Of<'similarity'>;
/** A number of a stage that was changed while it trained. */
export type ParameterSet = Of<'parameter-set'>;
export type RunProblem = Of<'problem'>;
export type MachineUse = Of<'usage'>;

/** All of a run that is small: made anew whenever something in it changes. The curves lie beside it and only grow. */
export type RunView = {
  readonly summary: RunSummary;
  readonly state: RunState;
  /** What the engine is preparing or finishing, in its words. */
  readonly doing: string;
  readonly engine: EngineInfo | null;
  /** The stage that is running or ran last. */
  readonly stage: string | null;
  /** Steps done by stage. */
  readonly done: Readonly<Record<string, number>>;
  /** Steps a second of the running stage; null until it can be told. */
  readonly speed: number | null;
  /** How the machine is used, as it was told last; null unless a stage is training. */
  readonly use: MachineUse | null;
  /** The most resident bytes that the engine was seen with; null where nothing was told. */
  readonly mostMemory: number | null;
  /** By stage, of those that were profiled. */
  readonly profiles: Readonly<Record<string, Profile>>;
  /** Milliseconds of the engine's own clock. */
  readonly elapsed: number;
  readonly epochs: readonly EpochMeasures[];
  readonly evaluations: readonly Evaluation[];
  readonly models: readonly SavedModel[];
  /** Which student answers which task, and how each does on all of them. */
  readonly systems: readonly System[];
  /** Of stages that trained channel attention. */
  readonly gates: readonly Gates[];
  /** In the order of steps of each stage. */
  readonly changes: readonly ParameterSet[];
  readonly examples: readonly WatchedExamples[];
  /** Of networks that were measured beside their teachers. */
  readonly comparisons: readonly Comparison[];
  readonly similarities: readonly LayerSimilarity[];
  readonly problem: RunProblem | null;
  readonly ended: Of<'run-ended'> | null;
  readonly checkpoint: { readonly stage: string; readonly step: number } | null;
  readonly notes: readonly string[];
  /** By node of the document, where a node has a part in the run that takes time. */
  readonly progress: ReadonlyMap<string, NodeProgress>;
  /** Grows with every batch of events; charts look at it alone. */
  readonly revision: number;
};
