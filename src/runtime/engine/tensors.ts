import type * as tfc from '@tensorflow/tfjs';
import type { Tensor } from '../safetensors.ts';

/** Tensors as they are written to files. The arrays may be the device's own: write them before the next step. */
export const readTensors = (tensors: ReadonlyMap<string, tfc.Tensor>): Map<string, Tensor> =>
  new Map(
    [...tensors].map(([name, it]) => [
      name,
      { shape: it.shape, values: it.dataSync() as Float32Array<ArrayBuffer> },
    ]),
  );

/** The values of tensors, apart from whatever holds them now. */
export const slotValues = (tensors: ReadonlyMap<string, Tensor>): Map<string, Float32Array> =>
  new Map([...tensors].map(([name, it]) => [name, Float32Array.from(it.values as Float32Array)]));
