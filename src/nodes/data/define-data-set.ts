import { z } from 'zod';
import { defineNode, type NodeDefinition } from '../define.ts';
import { integer } from '../params.ts';

type DataSet = {
  /** Also the folder that set-up fills. */
  set: string;
  title: string;
  summary: string;
  source: string;
  help: string;
  keywords: readonly string[];
  files: Readonly<Record<string, string>>;
  shape: readonly number[];
  classes: number;
  counts: { train: number; test: number };
};

/** A data set of labelled images whose files set-up prepares and whose hashes are known. */
export function defineDataSet(set: DataSet): NodeDefinition {
  const { train, test } = set.counts;
  const params = z.strictObject({
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
  return defineNode({
    type: `data.${set.set}`,
    version: 1,
    category: 'data',
    title: set.title,
    summary: set.summary,
    source: set.source,
    help: set.help,
    keywords: set.keywords,
    inputs: {},
    outputs: {
      data: { kind: 'data', title: 'data', help: 'Images, labels and the parts they are split into.' },
    },
    params,
    infer: ({ params: { trainExamples, testExamples } }) => ({
      outputs: {
        data: {
          kind: 'data',
          name: set.title,
          shape: set.shape,
          classes: set.classes,
          counts: { train: trainExamples, validation: 0, test: testExamples },
        },
      },
    }),
    lower: ({ params: { trainExamples, testExamples } }) => ({
      data: {
        kind: 'data',
        source: {
          set: set.set,
          files: { ...set.files },
          shape: [...set.shape],
          classes: set.classes,
          counts: { train: trainExamples, validation: 0, test: testExamples },
          splitSeed: 1,
          transform: [],
        },
      },
    }),
  });
}
