import { defineLoss } from '../define-loss.ts';
import { studentLayer, teacherLayer } from '../ports.ts';
import { residual } from './op.ts';

export const residualLoss = defineLoss({
  name: 'residual',
  title: 'Residual (assistant)',
  summary: 'A second network learns what the student still lacks of the teacher.',
  source: 'Gao, Shen, Li, Loy: Residual knowledge distillation (2020), arXiv:2002.09168.',
  keywords: ['rkd', 'residual', 'assistant', 'error', 'feature', 'boosting'],
  help: `The student has learned a layer of the teacher as well as it could, and an assistant beside it learns the difference. Student
and assistant together are closer to the teacher than the student alone.

## When to use it
After a first trainer has drawn the student's layer to the teacher's by *Feature distance*: wire its model into a second *Teacher*
node (weights *from a trainer*), and that one's layer into *student* here. The assistant is a *Student* with a trainer of its own.
*Student with assistant* makes one model of both.

## Formula
L = w · (1/m) Σ (a − (t − s))², a, s, t [n, …s], m = n·s entries; then s + a ≈ t`,
  op: residual,
  inputs: {
    assistant: studentLayer(['n', '...s'], { title: 'assistant layer' }),
    student: teacherLayer(['n', '...s'], { title: 'student layer, frozen' }),
    teacher: teacherLayer(['n', '...s']),
  },
  weight: { value: 1, help: 'The loss is multiplied by it. 1, as it stands alone.' },
  params: {},
});
