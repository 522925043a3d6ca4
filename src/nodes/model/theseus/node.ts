import { z } from 'zod';
import type { PortSpec, PortType } from '../../../pipeline/ports.ts';
import { ProblemError } from '../../../pipeline/problem.ts';
import type { Lowered, PlanBuilder, Ref } from '../../../plan/builder.ts';
import { defineNode } from '../../define.ts';
import { real } from '../../params.ts';
import { theseus } from './op.ts';

/** The blocks in order: the layers at which they end, and the letter of their shape. */
const BLOCKS = [
  { student: 'student1', teacher: 'teacher1', shape: '...a' },
  { student: 'student2', teacher: 'teacher2', shape: '...b' },
  { student: 'student3', teacher: 'teacher3', shape: '...c' },
] as const;

const end = (of: 'student' | 'teacher', block: 1 | 2 | 3) =>
  ({
    kind: 'activation',
    dims: ['n', BLOCKS[block - 1]?.shape ?? ''],
    gradient: of === 'student' ? 'yes' : 'no',
    title: `${of} block ${block}`,
    help: `The layer at which block ${block} of the ${of} ends.`,
    optional: block > 1,
  }) as const satisfies PortSpec;

export const theseusModel = defineNode({
  type: 'model.theseus',
  version: 1,
  category: 'model',
  title: 'Layer replacement',
  summary: "The teacher's blocks give way to the student's, by chance at first and all of them in the end.",
  source:
    'Xu, Zhou, Ge, Wei, Zhou: BERT-of-Theseus: Compressing BERT by progressive module replacing (2020), arXiv:2002.02925.',
  keywords: ['theseus', 'module replacing', 'replacement', 'swap', 'stochastic', 'structure', 'blocks'],
  help: `Both networks are cut into as many blocks. At each step a draw says of each block whether the student's or the teacher's does its
work; a block of the student so learns among neighbours that know theirs. The teacher's weights stay.

## When to use it
Where student and teacher are built alike and the teacher has more layers in each block: their blocks must end in equal shapes. Wire
the logits from here into a loss on labels in the place of the student's own; no other loss is needed. After *until* the student
learns alone, as the paper does at the end. Where the logits of both are the last pair, everything is exchanged.

## Formula
hₖ = Sₖ(hₖ₋₁) with the chance p(t) = min(1, from + (1 − from) · t/until), else Tₖ(hₖ₋₁), h₀ = x, one draw a block and step, t the
share of all steps that is done; logits [n, c] = what follows in the student, on the last h [n, …].`,
  inputs: {
    student1: end('student', 1),
    teacher1: end('teacher', 1),
    student2: end('student', 2),
    teacher2: end('teacher', 2),
    student3: end('student', 3),
    teacher3: end('teacher', 3),
  },
  outputs: { logits: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'logits' } },
  params: z.strictObject({
    from: real(
      0.5,
      { min: 0, max: 1 },
      { title: 'From', help: "Chance of the student's block at the first step.", step: 0.05 },
    ),
    until: real(
      0.6,
      { min: 0.001, max: 1 },
      {
        title: 'Until',
        help: 'Share of all steps after which the student stands alone.',
        step: 0.05,
      },
    ),
  }),
  infer: ({ inputs }) => {
    const problems = BLOCKS.flatMap(({ student, teacher }) => {
      const [own, theirs] = [inputs[student], inputs[teacher]];
      if ((own === undefined) === (theirs === undefined)) return [];
      const port = own === undefined ? student : teacher;
      return [
        {
          code: 'block-half',
          port,
          message: 'A block of one network is wired, and not the block of the other that it stands for.',
          fix: 'Wire the layers at which both blocks end.',
        },
      ];
    });
    const model = modelOf(inputs.student1);
    if (model?.classes === undefined) return { problems };
    return {
      problems,
      outputs: { logits: { kind: 'activation', dims: ['n', model.classes], gradient: true, model } },
    };
  },
  lower: ({ params, inputs, plan, node }) => {
    const pairs = BLOCKS.flatMap(({ student, teacher }) => {
      const [own, theirs] = [inputs[student], inputs[teacher]];
      return own && theirs
        ? [{ own: blockEnd(plan, own, student), theirs: blockEnd(plan, theirs, teacher) }]
        : [];
    });
    let mixed: Ref | null = null;
    let before: (typeof pairs)[number] | null = null;
    for (const [at, pair] of pairs.entries()) {
      if (before) assertSame(before, pair, at);
      const reached = (end: BlockEnd, from: BlockEnd | undefined, frozen: boolean): Ref =>
        mixed !== null && from
          ? plan.apply({ network: end.network, on: mixed, at: from.layer, layer: end.layer, frozen })
          : end.ref;
      mixed = plan.term(
        theseus,
        {
          student: reached(pair.own, before?.own, false),
          teacher: reached(pair.theirs, before?.theirs, true),
        },
        { ...params, stream: `${plan.stream(node)}/block-${at + 1}` },
      );
      before = pair;
    }
    const { own } = before as (typeof pairs)[number];
    const last = plan.networkOf(own.network).layers.at(-1)?.id === own.layer;
    const logits = last
      ? (mixed as Ref)
      : plan.apply({ network: own.network, on: mixed as Ref, at: own.layer, frozen: false });
    return { logits: { kind: 'tensor', ref: logits } };
  },
});

type BlockEnd = { readonly network: string; readonly layer: string; readonly ref: Ref };

const modelOf = (type: PortType | undefined) => (type?.kind === 'activation' ? type.model : undefined);

/** @throws ProblemError cut-open, where the wire comes from no layer of a network */
function blockEnd(
  plan: PlanBuilder,
  wired: Extract<Lowered, { kind: 'tensor' | 'data' }>,
  port: string,
): BlockEnd {
  const ref = plan.tensor(wired);
  const own = plan.tapped(ref);
  if (own) return { network: own.network, layer: own.layer, ref };
  throw new ProblemError({
    code: 'cut-open',
    port,
    message: 'A block ends at a layer of a network, and this wire comes from none.',
    fix: 'Wire a layer of the student or the teacher itself.',
  });
}

/** @throws ProblemError blocks-mixed, where blocks are not of one student and one teacher */
function assertSame(
  before: { own: BlockEnd; theirs: BlockEnd },
  pair: { own: BlockEnd; theirs: BlockEnd },
  at: number,
): void {
  for (const side of ['own', 'theirs'] as const)
    if (before[side].network !== pair[side].network)
      throw new ProblemError({
        code: 'blocks-mixed',
        port: BLOCKS[at]?.[side === 'own' ? 'student' : 'teacher'] ?? '',
        message: 'This block is of another network than the one before it.',
        fix: 'Wire all blocks of one side from one network.',
      });
}
