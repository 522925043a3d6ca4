/**
 * The name that differs least from one that was written, by letters that are put in, left out or changed (Levenshtein).
 *
 * @returns undefined where none has half of its letters in common
 */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((name) => ({
      name,
      far: distance(written.toLowerCase(), name.toLowerCase()) / (Math.max(written.length, name.length) || 1),
    }))
    .sort((a, b) => a.far - b.far);
  return ranked.find(({ far }) => far <= 0.5)?.name;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
