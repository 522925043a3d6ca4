import type { NodeDefinition } from '../../src/nodes/define.ts';
import { bestFirst } from '../design/best-first.ts';

/** The kinds of node that a search finds, best first; all of them, as they come, where nothing is searched for. */
export const searchNodes = (query: string, among: readonly NodeDefinition[]): readonly NodeDefinition[] =>
  bestFirst(query, among, ({ title, keywords, category, summary }) => ({
    title,
    keywords,
    group: category,
    summary,
  }));
