import { RunTag } from '../../src/plan/run-facts.ts';
import type { Entry } from './entry.ts';

/** A tag and how many of some runs have it. */
export type TagCount = { readonly tag: string; readonly count: number; readonly all: boolean };

/** Every tag that any run has, by the alphabet, with how many of the chosen runs have it. */
export function tagCounts(entries: readonly Entry[], chosen: readonly string[]): readonly TagCount[] {
  const picked = new Set(chosen);
  const counts = new Map<string, number>();
  for (const { summary } of entries)
    for (const tag of summary.tags)
      counts.set(tag, (counts.get(tag) ?? 0) + (picked.has(summary.run) ? 1 : 0));
  return [...counts]
    .map(([tag, count]) => ({ tag, count, all: chosen.length > 0 && count === chosen.length }))
    .sort((a, b) => a.tag.localeCompare(b.tag, 'en'));
}

/** What was typed as tags: several are divided by commas. Why it cannot be one, where it cannot. */
export function readTags(text: string): { readonly tags: readonly string[] } | { readonly problem: string } {
  const tags = text
    .split(',')
    .map((it) => it.trim().replace(/\s+/g, ' '))
    .filter(Boolean);
  const wrong = tags.find((it) => !RunTag.safeParse(it).success);
  if (wrong === undefined) return { tags: [...new Set(tags)] };
  return {
    problem:
      wrong.length > 40
        ? 'A tag has 40 letters at most.'
        : `“${wrong}” cannot be a tag: it has no quotes in it.`,
  };
}
