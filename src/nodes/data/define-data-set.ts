import { z } from 'zod';
import { defineNode, type NodeDefinition } from '../define.ts';
import { exampleCounts } from './example-counts.ts';

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
  /** What the labels mean, in order; left out where their numbers say it. */
  classNames?: readonly string[];
  counts: { train: number; test: number };
};

/** A data set of labelled images whose files set-up prepares and whose hashes are known. */
export function defineDataSet(set: DataSet): NodeDefinition {
  const { train, test } = set.counts;
  const params = z.strictObject(exampleCounts(train, test));
  return defineNode({
    type: `data.${set.set}`,
    version: 1,
    category: 'data',
    title: set.title,
    summary: set.summary,
    source: set.source,
    help: set.help,
    keywords: set.keywords,
    ...(set.classNames && { classNames: set.classNames }),
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
