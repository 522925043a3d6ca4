import { type ParamMeta, real } from '../params.ts';

/** The temperature of a softmax; its inverse β is shown beside it. */
export const temperature = (value: number, title = 'Temperature', when?: ParamMeta['when']) =>
  real(
    value,
    { min: 0.25, max: 100 },
    {
      title,
      help: 'Logits are divided by T before the softmax. 1 leaves them, larger is softer. β is 1/T.',
      scale: 'log',
      inverse: 'β',
      step: 0.5,
      ...(when && { when }),
    },
  );
