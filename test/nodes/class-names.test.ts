import { expect, it } from 'vitest';
import { catalogue } from '../../src/nodes/catalogue.gen.ts';

const named = catalogue.filter((it) => it.classNames);

it('data sets whose labels are no numbers name each class once', () => {
  expect(named.map((it) => it.type)).toEqual(
    expect.arrayContaining(['data.fashion-mnist', 'data.cifar-10', 'data.imdb']),
  );
  for (const { type, classNames = [], infer, params } of named) {
    const data = infer?.({ params: params.parse({}), inputs: {} }).outputs?.data;
    expect(data?.kind === 'data' && data.classes, type).toBe(classNames.length);
    expect(new Set(classNames).size, type).toBe(classNames.length);
  }
});
