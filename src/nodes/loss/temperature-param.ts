import { type ParamMeta, real } from '../params.ts';

/** The temperature of a softmax, with its inverse told beside it. */
export const temperature = (value: number, title = 'Temperature', when?: ParamMeta['when']) =>
  real(
    value,
    { min: 0.25, max: 100 },
    {
      title,
      help: `Logits are divided by T before the softmax. 1 leaves them, larger is softer. β = 1/T: T ${value} is β ${Number((1 / value).toPrecision(3))}.`,
      scale: 'log',
      step: 0.5,
      ...(when && { when }),
    },
  );
