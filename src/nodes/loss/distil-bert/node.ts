import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { choice, flag, real } from '../../params.ts';
import { attentionDistance } from '../attention-distance/op.ts';
import { attentionDivergence } from '../attention-divergence/op.ts';
import { textPort, textProblems } from '../define-text-loss.ts';
import { maskedLanguage } from '../masked-language/op.ts';
import { tokenCosine } from '../token-cosine/op.ts';
import { tokenSoftmax } from '../token-softmax/op.ts';
import { type LossPart, sumOfParts } from '../weighted-sum/parts.ts';

const part = (value: number, title: string, help: string) =>
  real(value, { min: 0, max: 1000 }, { title, help, step: 0.5 });

export const distilBert = defineNode({
  type: 'loss.distil-bert',
  version: 1,
  category: 'loss',
  title: 'DistilBERT',
  summary: 'Soft tokens, hidden tokens and directions of hidden states in one loss, attention if wanted.',
  source: 'Sanh et al.: DistilBERT (2019), arXiv:1910.01108; weights of the authors’ training.',
  keywords: ['distilbert', 'bert', 'triple loss', 'language', 'text', 'nlp', 'mlm', 'cosine'],
  help: `The loss by which DistilBERT was trained from BERT: three parts with the weights 5, 2 and 1.

## When to use it
For a student with the teacher's width and half of its blocks, best begun from every second block of the teacher. Wire the
language heads, the last hidden states and the masked data of both. DistilBERT itself has no attention loss; TinyBERT's and
MiniLM's can be added by weight. For a classifier, add its cross-entropy by a weighted sum.

## Formula
L = a · T² · KL(tokens, mean over them) + b · CE(hidden tokens) + c · mean(1 − cos(hˢ, hᵗ)) + d · L_attention, with language logits
[n, l, v], hidden states h [n, l, d] and scores [n, heads, l, l].`,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'l', 'v'], gradient: 'yes', title: 'student language logits' },
    teacher: { kind: 'activation', dims: ['n', 'l', 'v'], gradient: 'no', title: 'teacher language logits' },
    studentHidden: {
      kind: 'activation',
      dims: ['n', 'l', 'd'],
      gradient: 'yes',
      title: 'student hidden states',
      optional: true,
      help: 'Not needed where the cosine has no weight.',
    },
    teacherHidden: {
      kind: 'activation',
      dims: ['n', 'l', 'd'],
      gradient: 'no',
      title: 'teacher hidden states',
      optional: true,
      help: 'Not needed where the cosine has no weight.',
    },
    studentScores: {
      kind: 'activation',
      dims: ['n', 'h', 'l', 'l'],
      gradient: 'yes',
      title: 'student scores',
      optional: true,
      help: 'Needed where attention has a weight.',
    },
    teacherScores: {
      kind: 'activation',
      dims: ['n', 'h', 'l', 'l'],
      gradient: 'no',
      title: 'teacher scores',
      optional: true,
      help: 'Needed where attention has a weight.',
    },
    data: textPort,
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    soft: part(5, 'Soft tokens', "Weight of the teacher's softened probabilities of tokens."),
    masked: part(2, 'Hidden tokens', 'Weight of the masked-language loss.'),
    cosine: part(1, 'Cosine', 'Weight of the directions of hidden states.'),
    attention: part(0, 'Attention', 'Weight of an attention loss; DistilBERT has none.'),
    temperature: real(
      2,
      { min: 0.25, max: 100 },
      { title: 'Temperature', help: 'Of the soft tokens.', scale: 'log', step: 0.5 },
    ),
    hiddenOnly: flag(false, {
      title: 'Soft at hidden places alone',
      help: 'Soft tokens count only where a token is to be found again.',
    }),
    attentionBy: choice(['distance', 'divergence'], 'distance', {
      title: 'Attention by',
      help: 'How attention is compared: the scores, or the probabilities.',
      titles: { distance: 'Scores (TinyBERT)', divergence: 'Probabilities (MiniLM)' },
    }),
  }),
  presets: [
    {
      title: 'DistilBERT',
      source:
        'Sanh et al. (2019), arXiv:1910.01108; the weights are those of the released model, as its authors say.',
      params: { soft: 5, masked: 2, cosine: 1, attention: 0, temperature: 2 },
    },
  ],
  infer: ({ params, inputs }) => {
    const open = (port: string, weight: string) => ({
      code: 'part-open',
      port,
      message: `The part ${weight} has a weight, and ${port} is not wired.`,
      fix: 'Wire the layer, or give the part the weight 0.',
    });
    const wanted: readonly (readonly [keyof typeof inputs, string, number])[] = [
      ['studentHidden', 'Cosine', params.cosine],
      ['teacherHidden', 'Cosine', params.cosine],
      ['studentScores', 'Attention', params.attention],
      ['teacherScores', 'Attention', params.attention],
    ];
    const missing = wanted.filter(([port, , weight]) => weight > 0 && !inputs[port]);
    const none = params.soft + params.masked + params.cosine + params.attention === 0;
    const { problems = [] } = textProblems(inputs.data, params.masked > 0 || params.hiddenOnly);
    return {
      problems: [
        ...problems,
        ...missing.map(([port, weight]) => open(port, weight)),
        ...(none
          ? [
              {
                code: 'part-open',
                param: 'soft',
                message: 'No part of this loss has a weight, so that nothing would be learned.',
                fix: 'Give one of them a weight above 0.',
              },
            ]
          : []),
      ],
    };
  },
  lower: ({ params, inputs, plan }) => {
    const { source } = inputs.data;
    const padding = source.tokens?.padding ?? 0;
    const tokens = plan.inputs(source);
    const student = plan.tensor(inputs.student);
    const teacher = plan.tensor(inputs.teacher);
    const parts: LossPart[] = [];
    const add = (...part: LossPart): void => void parts.push(part);
    const hidden = params.hiddenOnly ? { targets: plan.targets(source) } : {};
    add(params.soft, () =>
      plan.term(
        tokenSoftmax,
        { student, teacher, tokens, ...hidden },
        { temperature: params.temperature, padding },
      ),
    );
    add(params.masked, () => plan.term(maskedLanguage, { student, targets: plan.targets(source) }, {}));
    const { studentHidden, teacherHidden, studentScores, teacherScores } = inputs;
    if (studentHidden && teacherHidden)
      add(params.cosine, () =>
        plan.term(
          tokenCosine,
          { student: plan.tensor(studentHidden), teacher: plan.tensor(teacherHidden), tokens },
          { padding },
        ),
      );
    if (studentScores && teacherScores)
      add(params.attention, () => {
        const scores = { student: plan.tensor(studentScores), teacher: plan.tensor(teacherScores), tokens };
        return params.attentionBy === 'distance'
          ? plan.term(attentionDistance, scores, { over: 'tokens', padding })
          : plan.term(attentionDivergence, scores, { padding });
      });
    return { loss: { kind: 'tensor', ref: sumOfParts(plan, parts) } };
  },
});
