/** Why a text is no JSON, and at which character. */
export class JsonFault extends Error {
  constructor(reason: string, at: number) {
    super(`${reason} at character ${at}`);
    this.name = 'JsonFault';
  }
}

/** JSON with every object a Map, so that no key has a meaning of its own; a number that is no plain whole one is NaN. */
export type StrictJson =
  | string
  | number
  | boolean
  | null
  | readonly StrictJson[]
  | ReadonlyMap<string, StrictJson>;

const DEPTH = 32;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LONE_SURROGATE = /\p{Surrogate}/u;
const SPACE = /[ \t\n\r]*/y;

/**
 * Reads JSON more strictly than JSON.parse: a key that comes twice is refused, and whole numbers are told from others
 * by how they are written (`1.0` and `1e0` are none).
 *
 * @throws JsonFault
 */
export function strictJson(text: string): StrictJson {
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const skip = (word: string): boolean => {
    take(SPACE);
    if (!text.startsWith(word, at)) return false;
    at += word.length;
    return true;
  };
  const expect = (word: string): void => {
    if (!skip(word))
      throw new JsonFault(`${JSON.stringify(text.slice(at, at + 8))} stands where ${word} belongs`, at);
  };
  const string = (): string => {
    take(SPACE);
    const begin = at;
    if (text[at] !== '"') throw new JsonFault(`${JSON.stringify(text.slice(at, at + 8))} is no text`, at);
    // By hand and not by a pattern, whose stack a text of many megabytes would overflow.
    for (at += 1; at < text.length && text[at] !== '"'; at += text[at] === '\\' ? 2 : 1);
    at += 1;
    try {
      const value = JSON.parse(text.slice(begin, at)) as string;
      if (!LONE_SURROGATE.test(value)) return value;
    } catch {
      // Told below.
    }
    throw new JsonFault(`${JSON.stringify(text.slice(begin, begin + 20))} is no text`, begin);
  };
  const object = (depth: number): ReadonlyMap<string, StrictJson> => {
    const entries = new Map<string, StrictJson>();
    if (skip('}')) return entries;
    do {
      const key = string();
      if (entries.has(key))
        throw new JsonFault(`the key ${JSON.stringify(key.slice(0, 80))} comes twice`, at);
      expect(':');
      entries.set(key, value(depth));
    } while (skip(','));
    expect('}');
    return entries;
  };
  const list = (depth: number): readonly StrictJson[] => {
    const items: StrictJson[] = [];
    if (skip(']')) return items;
    do items.push(value(depth));
    while (skip(','));
    expect(']');
    return items;
  };
  const value = (depth: number): StrictJson => {
    if (depth > DEPTH) throw new JsonFault(`nested deeper than ${DEPTH}`, at);
    if (skip('{')) return object(depth + 1);
    if (skip('[')) return list(depth + 1);
    if (skip('true')) return true;
    if (skip('false')) return false;
    if (skip('null')) return null;
    if (text[at] === '"') return string();
    const number = take(NUMBER);
    if (number === undefined)
      throw new JsonFault(`${JSON.stringify(text.slice(at, at + 8))} is no value`, at);
    return /^\d+$/.test(number) && Number.isSafeInteger(Number(number)) ? Number(number) : Number.NaN;
  };
  const whole = value(0);
  take(SPACE);
  if (at < text.length) throw new JsonFault(`${JSON.stringify(text.slice(at, at + 8))} is left over`, at);
  return whole;
}
