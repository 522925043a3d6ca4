import type { z } from 'zod';

const WORDS: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'nothing',
};

/** A schema's complaint in words: `is too large`, allowed `at most 10`. The place is the caller's to name. */
export function describeIssue(issue: z.core.$ZodIssue): { reason: string; allowed?: string } {
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = WORDS[issue.expected] ?? issue.expected;
      return { reason: `must be ${wanted}`, allowed: wanted };
    }
    case 'too_big':
      return {
        reason: `is too ${sizeWord(issue.origin, 'large')}`,
        allowed: `at most ${issue.maximum}${unit(issue.origin)}`,
      };
    case 'too_small':
      return {
        reason: `is too ${sizeWord(issue.origin, 'small')}`,
        allowed: `at least ${issue.minimum}${unit(issue.origin)}`,
      };
    case 'invalid_value':
      return { reason: 'is none of the choices', allowed: issue.values.map(String).join(', ') };
    case 'unrecognized_keys':
      return {
        reason: `holds ${issue.keys
          .map((key) => `"${key}"`)
          .join(', ')
          .slice(0, 120)}, which is not known here`,
      };
    case 'invalid_union':
      return { reason: 'has a form that is not known here' };
    case 'invalid_key': {
      const [inner] = issue.issues;
      return { reason: `is not a good name: ${inner?.message ?? issue.message}` };
    }
    default:
      return { reason: `is not as it should be: ${issue.message}` };
  }
}

const sizeWord = (origin: string, word: 'large' | 'small'): string => {
  if (origin === 'string') return word === 'large' ? 'long' : 'short';
  return word;
};

const unit = (origin: string): string =>
  origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';

/** The value at an issue's path, as short JSON; `nothing` where there is none. */
export function foundAt(value: unknown, path: readonly PropertyKey[]): string {
  let at = value;
  for (const key of path)
    at =
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<PropertyKey, unknown>)[key]
        : undefined;
  return (JSON.stringify(at) ?? 'nothing').slice(0, 80);
}
