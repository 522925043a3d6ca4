import type { Plan } from './plan.ts';

/** What one example of the data is called. */
export type ExampleWord = 'image' | 'text' | 'example';

/** `example` where a plan reads images and texts. */
export function exampleWord({ data }: Pick<Plan, 'data'>): ExampleWord {
  const texts = data.filter((it) => it.tokens !== undefined).length;
  if (texts === 0) return 'image';
  return texts === data.length ? 'text' : 'example';
}

/** `a text`, `an image`. */
export const oneExample = (word: ExampleWord): string => (word === 'text' ? 'a text' : `an ${word}`);
