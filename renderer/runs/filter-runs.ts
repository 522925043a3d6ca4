import type { RunSummary } from '../../electron/contract.ts';
import { stateWord } from './run-words.ts';

/** The runs whose title or state holds every word. */
export function filterRuns(all: readonly RunSummary[], wanted: string): readonly RunSummary[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return all;
  return all.filter(({ title, status }) => {
    const text = `${title} ${stateWord(status)}`.toLowerCase();
    return words.every((it) => text.includes(it));
  });
}
