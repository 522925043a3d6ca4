// Written by scripts/generate.mjs from the folders beside it. Do not edit.

import type { AnyOperation } from '../plan/operation.ts';
import { crossEntropy } from './loss/cross-entropy/op.ts';
import { featureDistance } from './loss/feature-distance/op.ts';
import { temperedSoftmax } from './loss/tempered-softmax/op.ts';
import { weightDistance } from './loss/weight-distance/op.ts';
import { weightedSum } from './loss/weighted-sum/op.ts';
import { startCopy } from './network/copied-layers/op.ts';
import { adam } from './optimizer/adam/op.ts';
import { adamw } from './optimizer/adamw/op.ts';
import { sgd } from './optimizer/sgd/op.ts';
import { constant } from './schedule/constant/op.ts';
import { cosine } from './schedule/cosine/op.ts';
import { step } from './schedule/step/op.ts';
import { warmUp } from './schedule/warm-up/op.ts';

/** Every op, optimizer, schedule and start that an engine must know. */
export const operations: readonly AnyOperation[] = [
  crossEntropy,
  featureDistance,
  temperedSoftmax,
  weightDistance,
  weightedSum,
  startCopy,
  adam,
  adamw,
  sgd,
  constant,
  cosine,
  step,
  warmUp,
];
