import type { Attack, Part, Precision, Stage } from '../../plan/plan.ts';
import type { Tensor } from '../safetensors.ts';
import type { LoadedSource } from './data/load-source.ts';
import type { StepRows } from './data/order.ts';
import type { LiveNetwork } from './networks.ts';
import type { Profiler } from './profile.ts';
import type { StepResult } from './step.ts';

/** A network that answers on one part of a source, in inference mode. */
export type Answering = {
  /** Brings the images of rows to hand, where they must be read; undefined where there is nothing to wait for. Before `logits`. */
  ready(rows: Int32Array): Promise<void> | undefined;
  /** @param rows of the part @returns logits [rows, classes], row by row */
  logits(rows: Int32Array): Float32Array;
  dispose(): void;
};

/** A stage while it trains. */
export type StageExecution = {
  /**
   * Brings the images of a step to hand, where they must be read; undefined where there is nothing to wait for. Before
   * `step`.
   *
   * @throws EngineProblem where the disk does not give them
   */
  ready(step: number, rows: StepRows): Promise<void> | undefined;
  /**
   * One training step.
   *
   * @param step steps of the stage that are done
   * @throws EngineProblem loss-not-finite; the weights are then those before the step
   */
  step(step: number, rows: StepRows): StepResult;
  /**
   * What each loss of the stage brings to the step at hand; before `step`, which it leaves as it would have been.
   *
   * @param step steps of the stage that are done; the batch must be full
   * @returns for each part of the stage's balance its value, its weight and the norm of its weighted gradient
   */
  balance(step: number, rows: StepRows): Float32Array;
  /** A network that this stage changes, with the weights that it has now. */
  answering(live: LiveNetwork, part: Part): Answering;
  /** Brings the weights of the trained networks up to date where everybody finds them, and gives the optimizer's slots. */
  state(): Map<string, Tensor>;
  /**
   * The same stage with other numbers in its loss or its optimizer, going on from the weights and slots as they are now. This one
   * is done with.
   */
  changed(stage: Stage): Promise<StageExecution>;
  /** The weights stay with the networks. */
  dispose(): void;
};

/** A way to run networks: op by op, or as compiled graphs. */
export type Execution = {
  /** Whether steps can be timed node by node. */
  readonly profiles: boolean;
  /** What steps are computed in; bfloat16 for their products alone. */
  readonly precision: Precision;
  /**
   * @param sources of the plan, by id
   * @param slots of a checkpoint; null where they begin at zero
   * @param profiler is told of the steps that it wants timed
   * @param turn lets messages in; throws where a stop is wanted
   */
  stage(
    stage: Stage,
    sources: ReadonlyMap<string, LoadedSource>,
    slots: ReadonlyMap<string, Float32Array> | null,
    profiler: Profiler | null,
    turn: () => Promise<void> | undefined,
  ): Promise<StageExecution>;
  /** @param precision bfloat16 where steps have it too; left out float32 */
  answering(live: LiveNetwork, loaded: LoadedSource, part: Part, precision?: Precision): Answering;
  /** Its answers in float32 to images that are moved to mislead it. */
  underAttack(live: LiveNetwork, loaded: LoadedSource, part: Part, attack: Attack): Answering;
};
