/** What is given and all that it leads to, directly or not. */
export function reached<T>(from: Iterable<T>, next: (at: T) => Iterable<T>): Set<T> {
  const all = new Set(from);
  // What is added while a set is gone through is gone through as well.
  for (const at of all) for (const it of next(at)) all.add(it);
  return all;
}
