import { z } from 'zod';
import type { PortSpec } from '../../../pipeline/ports.ts';
import { defineNode } from '../../define.ts';
import { wiredTeachers } from '../averaged-teachers/wired-teachers.ts';
import { averagedLayers } from './op.ts';

const teacher = (number: number, optional: boolean) =>
  ({
    kind: 'activation',
    dims: ['n', '...s'],
    gradient: 'no',
    title: `layer ${number}`,
    help: `Of teacher ${number}.`,
    optional,
    spare: optional,
  }) as const satisfies PortSpec;

export const averagedLayersModel = defineNode({
  type: 'model.averaged-layers',
  version: 1,
  category: 'model',
  title: 'Averaged layers',
  summary: 'The mean of a layer over several frozen teachers, for a layer of one student to come near to.',
  source: 'Potstill: the target of the feature term of SysMT.',
  keywords: ['sysmt', 'multi-teacher', 'mean', 'feature', 'hint', 'ensemble', 'several'],
  help: `What *Averaged teachers* is for answers, this is for layers before them: one layer of up to six teachers, all of one shape.

## When to use it
For the feature term of SysMT: from here into *wanted shape* of a *Projector* on a layer of the student and into the teacher of a
*Feature distance*, whose weight is μ; add that to the losses of the task by a *Weighted sum*. Left out, μ is 0. Units of networks
that were drawn apart stand in orders of their own, and their mean says little: let teachers begin from one network, or take layers
that mean the same in all, as logits do.

## Formula
f̄ = (1/M) Σₘ fₘ, f [n, …s] of M teachers; L = μ · mean (P(fˢ) − f̄)², P the projector.`,
  inputs: {
    teacher1: teacher(1, false),
    teacher2: teacher(2, true),
    teacher3: teacher(3, true),
    teacher4: teacher(4, true),
    teacher5: teacher(5, true),
    teacher6: teacher(6, true),
  },
  outputs: { layer: { kind: 'activation', dims: ['n', '...s'], gradient: 'no', title: 'layer' } },
  params: z.strictObject({}),
  lower: ({ inputs, plan }) => {
    const refs = wiredTeachers(inputs, plan);
    return { layer: { kind: 'tensor', ref: plan.term(averagedLayers, refs, {}) } };
  },
});
