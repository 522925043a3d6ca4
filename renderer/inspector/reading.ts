/** What became of a text that was typed: a value, or what would be allowed, in a sentence. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly allowed: string };
