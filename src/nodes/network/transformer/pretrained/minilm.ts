/** The encoder that comes with the IMDB reviews, by the name that the command line knows it by. */
export const MINILM = 'minilm';

/** `minilm-96.safetensors`: how an encoder that reads so many tokens is kept. */
export const keptAs = (encoder: string, tokens: number): string => `${encoder}-${tokens}.safetensors`;

const KEPT = new RegExp(`^${MINILM}-([1-9]\\d{0,3})\\.safetensors$`);

/** What makes a model file that is not at hand, where its name says that it is MiniLM; undefined where it does not. */
export function howToMake(name: string): string | undefined {
  const tokens = KEPT.exec(name)?.[1];
  return tokens === undefined
    ? undefined
    : `Make it in a terminal with npm run data -- imdb and then npm run distill -- --import ${MINILM} --tokens ${tokens}; it is found by itself.`;
}
