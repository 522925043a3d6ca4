import type * as tfc from '@tensorflow/tfjs';
import type { Layer } from '../../../plan/layers.ts';
import type { Kernel } from '../../../plan/operation.ts';

/** Tensors by weight; kept, and disposed by who runs the step. */
type Told = Readonly<Record<string, tfc.Tensor>>;

/** What a batch says of a layer's weights that no gradient reaches. */
type BatchStatistics = {
  readonly momentum: number;
  /** Running statistics: next value = momentum · old + (1 − momentum) · told. */
  readonly values: Told;
  /** Next values as they are. */
  readonly exact?: Told;
};

/** What differs while a network learns: batch statistics, dropout, and how far the stage is. */
export type Learning = {
  readonly random: Kernel['random'];
  readonly progress: Kernel['progress'];
  /** Begins the names of this network's random streams. */
  readonly stream: string;
  /** Filled by layers with running statistics, by layer. */
  readonly statistics: Map<string, BatchStatistics>;
  /** Layers that do not learn in this step: they answer as in evaluation. */
  readonly frozen?: ReadonlySet<string>;
};

export type LayerAt<L extends Layer = Layer> = {
  readonly layer: L;
  /** [n, …] each. */
  readonly inputs: readonly tfc.Tensor[];
  /** The first input. */
  readonly x: tfc.Tensor;
  /** A weight by its name; of another layer where one is named. */
  readonly weight: (name: string, of?: string) => tfc.Tensor;
  /** Null for a network that does not learn in this step. */
  readonly learning: Learning | null;
};

/** How a kind of layer computes: its output [n, …]. */
export type LayerRun<K extends Layer['kind']> = (at: LayerAt<Extract<Layer, { kind: K }>>) => tfc.Tensor;
