import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { channels } from '../../arithmetic/features.ts';
import { alike } from '../../arithmetic/pooling.ts';

/**
 * Where each channel of a layer looks, as a distribution over places.
 *
 * L = T² · (1/(n·c)) Σₙ Σ_c Σₓ pᵗ (log pᵗ − log pˢ), p = softmax over the places x of each channel's f/T
 *
 * - `student`: [n,h,w,c], `teacher`: [n,i,j,c]; the larger map is pooled to the size of the smaller
 * - `temperature` T: 0.01 … 1000
 *
 * Source: Shu et al. 2021 (CWD).
 */
export const channelWise = defineOp({
  name: 'loss.channel-wise',
  args: z.strictObject({ temperature: z.number().min(0.01).max(1000) }),
  inputs: { student: ['n', 'h', 'w', 'c'], teacher: ['n', 'i', 'j', 'c'] },
  gradient: ['student'],
  run: (k, { student, teacher }, { temperature }) => {
    const [ofStudent, ofTeacher] = alike(k, student, teacher).map((it) => logPlaces(k, it, temperature)) as [
      tfc.Tensor,
      tfc.Tensor,
    ];
    const divergence = k.sum(k.mul(k.exp(ofTeacher), k.sub(ofTeacher, ofStudent)), -1);
    return k.mul(k.mean(divergence), k.scalar(temperature ** 2));
  },
});

const logPlaces = (k: Kernel, maps: tfc.Tensor, temperature: number): tfc.Tensor =>
  k.logSoftmax(k.mul(channels(k, maps), k.scalar(1 / temperature)));
