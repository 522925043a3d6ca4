import { noise } from '../../../nodes/loss/dafl/op.ts';
import { INPUTS, LABELS, type Note, type Stage } from '../../../plan/plan.ts';
import { once, type Pass } from './pass.ts';

/** Says of a stage with a generator whether it looks at any image or label of the training part. */
export const tellDataFree: Pass = (plan, { origin }) => ({
  plan,
  notes: once(
    plan.stages.flatMap((stage): Note[] => {
      if (!stage.terms.some((it) => it.op === noise.name)) return [];
      const nodes = origin[stage.id] ?? [];
      if (readsData(stage))
        return [
          {
            code: 'not-data-free',
            nodes,
            text: 'This stage has a generator and looks at images or labels of the training part besides: it is not free of data.',
          },
        ];
      return [
        {
          code: 'data-free',
          nodes,
          text: `No image and no label of the training part is looked at: ${stage.batch} images a step are made of noise. The data set gives their shape and scale, and the ${stage.evaluate} part to measure on.`,
        },
      ];
    }),
  ),
});

/** How many examples there are is all that a generator asks of them. */
const readsData = ({ taps, terms, perturbed = [] }: Stage): boolean =>
  perturbed.length > 0 ||
  taps.some((it) => it.on === INPUTS) ||
  terms.some(
    ({ op, in: inputs }) =>
      op !== noise.name && Object.values(inputs).some((it) => it === INPUTS || it === LABELS),
  );
