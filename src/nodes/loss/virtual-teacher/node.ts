import { real } from '../../params.ts';
import { defineLoss } from '../define-loss.ts';
import { temperature } from '../temperature-param.ts';
import { virtualTeacher } from './op.ts';

export const virtualTeacherLoss = defineLoss({
  name: 'virtual-teacher',
  title: 'Virtual teacher',
  summary: 'Distils without a teacher: one is made by hand from the labels.',
  source:
    'Yuan et al.: Revisiting knowledge distillation via label smoothing regularization (2020), arXiv:1909.11723.',
  keywords: ['tf-kd', 'teacher-free', 'regularization', 'label smoothing', 'no teacher'],
  help: `A teacher that is always right and, softened, gives every other class the same. Much of what distillation does for small data it does too,
which makes it the fair baseline for a real teacher.

## When to use it
Where there is no teacher, beside cross-entropy of weight 0.05 to 0.9, and to see how much of a gain is the teacher's own knowledge. For the
variant with the student as its own teacher, train it once, save it, and wire it as teacher of a tempered softmax.

## Formula
L = w · (1/n) Σᵢ KL(uᵢ ‖ softmax(zᵢ)), z [n, c], u = softmax(v/T), v = a at the label, (1 − a)/(c − 1) elsewhere.
The student's own temperature is 1 and there is no T².`,
  op: virtualTeacher,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'student logits' },
    labels: { kind: 'labels', classes: 'c', title: 'labels', help: 'A data wire brings its labels.' },
  },
  weight: {
    value: 0.1,
    help: 'Beside cross-entropy of weight 1 less this. 0.1 is mild; the authors go up to 0.95 by data set.',
  },
  params: {
    correct: real(
      0.99,
      { min: 0.5, max: 0.9999 },
      {
        title: 'Certainty',
        help: 'What the virtual teacher gives the true class before it is softened.',
        step: 0.01,
      },
    ),
    temperature: temperature(20, 'Temperature of the virtual teacher'),
  },
});
