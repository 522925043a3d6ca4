import type { EngineEvent } from '../../plan/events.ts';
import type { HotChange } from '../../plan/hot-parameters.ts';
import type { Stage } from '../../plan/plan.ts';
import type { Tensor } from '../safetensors.ts';
import type { Control } from './control.ts';
import type { LoadedSource } from './data/load-source.ts';
import type { Execution } from './execution.ts';
import type { LiveNetwork } from './networks.ts';
import type { Profiler } from './profile.ts';
import type { Usage } from './usage.ts';

/** What the parts of a run share. */
export type RunContext = {
  readonly emit: (event: EngineEvent) => void;
  readonly control: Control;
  readonly networks: ReadonlyMap<string, LiveNetwork>;
  readonly sources: ReadonlyMap<string, LoadedSource>;
  /** How networks run on this engine. */
  readonly execution: Execution;
  /** Holds a folder a data set. */
  readonly dataFolder: string;
  /** Which examples that are watched were told already, by source and part. */
  readonly shownExamples: Set<string>;
  /** What was changed while the run went on before: done again at the same steps. */
  readonly changes: readonly HotChange[];
  /** Text of the document that the run was made of, where it is known. */
  readonly pipeline: string | undefined;
  /** Whether steps are to be timed. */
  readonly profile: boolean;
  /** Writes what timed steps came to, and tells it. */
  readonly saveProfile: (stage: Stage, result: NonNullable<ReturnType<Profiler['result']>>) => Promise<void>;
  readonly usage: Usage;
  /** Writes a checkpoint and tells it. */
  readonly save: (
    stage: Stage,
    step: number,
    evaluated: boolean,
    slots: ReadonlyMap<string, Tensor>,
  ) => Promise<void>;
  /** Says that the run is paused, waits, and says what it goes on with; throws Stopped where a stop is wanted. */
  readonly hold: (then: Extract<EngineEvent, { kind: 'state' }>) => Promise<void>;
  /** Lets messages in between two pieces of work; throws Stopped where a stop is wanted. */
  readonly turn: () => Promise<void> | undefined;
};
