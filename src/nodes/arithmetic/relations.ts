import type * as tfc from '@tensorflow/tfjs';
import type { Kernel } from '../../plan/operation.ts';
import { type Maps, pooled, vectors } from './features.ts';

/** What a loss on relations reads: a deep layer of each side, and a shallow one beside it where both sides have one. */
export const RELATION_ROLES = {
  inputs: {
    student: ['n', '...s'],
    teacher: ['n', '...t'],
    studentShallow: ['n', '...u'],
    teacherShallow: ['n', '...v'],
  },
  optional: ['studentShallow', 'teacherShallow'],
  gradient: ['student', 'studentShallow'],
} as const;

/** One vector an example. Beside a shallow layer both are taken by their means over places, the shallow one first. */
export const embedding = (
  k: Kernel,
  deep: tfc.Tensor,
  shallow: tfc.Tensor | undefined,
  maps: Maps,
): tfc.Tensor => (shallow ? k.concat([pooled(k, shallow), pooled(k, deep)], 1) : vectors(k, deep, maps));
