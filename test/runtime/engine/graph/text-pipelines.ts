import type { Document, Wire } from '../../../../src/pipeline/document.ts';
import { withParams } from '../../compile/templates.ts';

type Role = 'student' | 'teacher';
type From = readonly [node: Role, layer: string] | 'data';

const [HIDDEN, SCORES, VALUES, LANGUAGE] = ['block-2-norm', 'block-2-scores', 'block-2-value', 'language'];

/** What is wired into each loss on texts: a layer of a network, or the data. */
const both = (layer: string): Record<string, From> => ({
  student: ['student', layer],
  teacher: ['teacher', layer],
});
const DISTIL_BERT: Record<string, From> = {
  ...both(LANGUAGE),
  studentHidden: ['student', HIDDEN],
  teacherHidden: ['teacher', HIDDEN],
  studentScores: ['student', SCORES],
  teacherScores: ['teacher', SCORES],
  data: 'data',
};
const LOSSES: Readonly<Record<string, Record<string, From>>> = {
  'loss.attention-distance': { ...both(SCORES), data: 'data' },
  'loss.attention-divergence': { ...both(SCORES), data: 'data' },
  'loss.distil-bert': DISTIL_BERT,
  'loss.first-token': both(HIDDEN),
  'loss.masked-language': { student: ['student', LANGUAGE], data: 'data' },
  'loss.token-cosine': { ...both(HIDDEN), data: 'data' },
  'loss.token-distance': { ...both(HIDDEN), data: 'data' },
  'loss.token-softmax': { ...both(LANGUAGE), data: 'data' },
  'loss.value-relation': { ...both(VALUES), data: 'data' },
};
const PARAMS: Readonly<Record<string, Record<string, unknown>>> = {
  'loss.distil-bert': { attention: 1, attentionBy: 'divergence', hiddenOnly: true },
  'loss.value-relation': { heads: 2 },
};

const portOf = (from: From): Wire['from'] =>
  from === 'data' ? { node: 'transform', port: 'data' } : { node: from[0], port: `layer:${from[1]}` };

/** @param read a teacher and a student that read texts, with a loss called `distillation` */
export const textPipelines = (read: Document): Record<string, readonly Document[]> =>
  Object.fromEntries(
    Object.entries(LOSSES).map(([type, inputs]) => {
      const old = read.nodes.distillation;
      if (!old) throw new Error('no node distillation');
      const others = Object.entries(read.wires).filter(([, it]) => it.to.node !== 'distillation');
      const own = Object.entries(inputs).map(([port, from]): [string, Wire] => [
        `into-${port}`,
        { from: portOf(from), to: { node: 'distillation', port } },
      ]);
      const nodes = { ...read.nodes, distillation: { ...old, type, version: 1, params: {} } };
      const document = { ...read, nodes, wires: Object.fromEntries([...others, ...own]) };
      return [type, [withParams(document, 'distillation', PARAMS[type] ?? {})]];
    }),
  );
