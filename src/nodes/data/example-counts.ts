import { integer } from '../params.ts';

/** How many of a data set's examples to use: the parameters that every set has. */
export const exampleCounts = (train: number, test: number) => ({
  trainExamples: integer(
    train,
    { min: 2, max: train },
    {
      title: 'Training examples',
      help: 'How many of the training examples to use, from the start of the file. Fewer is faster.',
      unit: 'examples',
      step: 1000,
    },
  ),
  testExamples: integer(
    test,
    { min: 0, max: test },
    {
      title: 'Test examples',
      help: 'How many of the test examples to use, from the start of the file.',
      unit: 'examples',
      step: 1000,
    },
  ),
});
