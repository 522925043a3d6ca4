import type { ProblemDraft } from './problem.ts';

/** Keys to which JavaScript gives a meaning; refused at any depth, however they are escaped. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export type JsonLimits = { readonly depth: number; readonly text: number };

type Fault = ProblemDraft & { readonly at: number };
type Open = { readonly closes: '}' | ']'; readonly keys: Set<string> | undefined };

/** What may stand next in the text. */
type Expecting =
  | 'value'
  | 'value or ]'
  | 'key'
  | 'key or }'
  | ': after a key'
  | ', or closing bracket'
  | 'end';

const SPACE: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const LITERALS = ['true', 'false', 'null'] as const;
const NUMBER = /-?(?:0|[1-9]\d{0,400})(?:\.\d{1,400})?(?:[eE][+-]?\d{1,10})?/y;

/**
 * Reads JSON text without building it, in one pass and without recursion, so that depth and size are known
 * before `JSON.parse` is let near it, and so that a mistake has a line and a column on every engine.
 *
 * @returns the first fault, or undefined where `JSON.parse` will succeed within the limits
 */
export function scanJson(text: string, limits: JsonLimits): ProblemDraft | undefined {
  const fault = firstFault(text, limits);
  if (fault === undefined) return undefined;
  const { at, ...draft } = fault;
  const before = text.slice(0, at).split('\n');
  return {
    ...draft,
    message: `Line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: ${draft.message}`,
  };
}

function firstFault(text: string, limits: JsonLimits): Fault | undefined {
  const open: Open[] = [];
  let expecting: Expecting = 'value';
  const afterValue = (): Expecting => (open.length === 0 ? 'end' : ', or closing bracket');
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const character = text[at] as string;
    const inside: Open | undefined = open.at(-1);
    if (
      character === inside?.closes &&
      (expecting === ', or closing bracket' || expecting.endsWith(character))
    ) {
      open.pop();
      expecting = afterValue();
      at += 1;
    } else if (expecting === ', or closing bracket' && character === ',') {
      expecting = inside?.keys ? 'key' : 'value';
      at += 1;
    } else if (expecting === ': after a key' && character === ':') {
      expecting = 'value';
      at += 1;
    } else if (expecting.startsWith('key') && character === '"') {
      const end = stringEnd(text, at);
      if (end.at < 0) return notJson(text, -end.at - 1, end.wanted);
      const key = JSON.parse(text.slice(at, end.at)) as string;
      const fault = keyFault(key, inside?.keys, at);
      if (fault) return fault;
      inside?.keys?.add(key);
      expecting = ': after a key';
      at = end.at;
    } else if (expecting.startsWith('value') && (character === '{' || character === '[')) {
      if (open.length === limits.depth) return tooDeep(at, limits.depth);
      open.push(character === '{' ? { closes: '}', keys: new Set() } : { closes: ']', keys: undefined });
      expecting = character === '{' ? 'key or }' : 'value or ]';
      at += 1;
    } else if (expecting.startsWith('value')) {
      const end = scalarEnd(text, at);
      if (end.at < 0) return notJson(text, -end.at - 1, end.wanted);
      if (end.at - at > limits.text + 2) return tooLong(at, end.at - at, limits.text);
      expecting = afterValue();
      at = end.at;
    } else return notJson(text, at, expecting === 'end' ? 'nothing more' : expecting);
  }
  return expecting === 'end' ? undefined : notJson(text, text.length, expecting);
}

/** Where a token ends; where it is broken, minus that position minus one, and what should stand there. */
type End = { readonly at: number; readonly wanted: string };

function scalarEnd(text: string, at: number): End {
  if (text[at] === '"') return stringEnd(text, at);
  const literal = LITERALS.find((it) => text.startsWith(it, at));
  if (literal) return { at: at + literal.length, wanted: '' };
  NUMBER.lastIndex = at;
  return NUMBER.test(text) ? { at: NUMBER.lastIndex, wanted: '' } : { at: -at - 1, wanted: 'a value' };
}

function stringEnd(text: string, start: number): End {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { at: at + 1, wanted: '' };
    if (code < 0x20)
      return { at: -at - 1, wanted: 'a closing quote (control characters are written as \\u escapes)' };
    if (code !== 0x5c) continue;
    const escaped = text[at + 1] ?? '';
    if (
      escaped === 'u'
        ? !/^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6))
        : !'"\\/bfnrt'.includes(escaped || '?')
    )
      return { at: -at - 1, wanted: 'a known escape' };
    at += escaped === 'u' ? 5 : 1;
  }
  return { at: -text.length - 1, wanted: 'a closing quote' };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE.has(text.charCodeAt(at))) at += 1;
  return at;
}

function keyFault(key: string, taken: ReadonlySet<string> | undefined, at: number): Fault | undefined {
  if (FORBIDDEN_KEYS.has(key))
    return {
      code: 'document-key',
      at,
      message: `"${key}" may not be a key.`,
      found: key,
      fix: 'Rename or remove it.',
    };
  if (taken?.has(key))
    return {
      code: 'document-twice',
      at,
      message: `"${key.slice(0, 80)}" stands twice in one object.`,
      fix: 'Keep one of the two.',
    };
  return undefined;
}

const notJson = (text: string, at: number, wanted: string): Fault => ({
  code: 'document-json',
  at,
  message: 'This is not JSON.',
  found: at < text.length ? JSON.stringify(text.slice(at, at + 20)) : 'the end of the text',
  allowed: wanted,
  fix: 'Open the file in a text editor at that place, or take a backup.',
});

const tooDeep = (at: number, limit: number): Fault => ({
  code: 'document-deep',
  at,
  message: 'Brackets are nested too deeply.',
  found: `more than ${limit} levels`,
  allowed: `at most ${limit} levels`,
});

const tooLong = (at: number, length: number, limit: number): Fault => ({
  code: 'document-text',
  at,
  message: 'One text is too long.',
  found: `${length} characters`,
  allowed: `at most ${limit}`,
});
