/** What a search looks through of one thing, from what tells most to what tells least. */
export type Words = {
  readonly title: string;
  readonly keywords?: readonly string[];
  /** The name of the group that it is in. */
  readonly group?: string;
  readonly summary?: string;
};

/**
 * What a search finds, best first; everything, as it comes, where nothing is searched for. Every word of the search must
 * be found somewhere: in the title, the keywords, the group or the summary.
 */
export function bestFirst<T>(query: string, among: readonly T[], wordsOf: (it: T) => Words): readonly T[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return among;
  return among
    .map((it, at) => ({ it, at, score: scoreOf(wordsOf(it), words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map(({ it }) => it);
}

/** Sum over the words of the best place where each stands; 0 where one stands nowhere. */
function scoreOf(of: Words, words: readonly string[]): number {
  const title = plain(of.title);
  const summary = plain(of.summary ?? '');
  const group = plain(of.group ?? '');
  const keywords = (of.keywords ?? []).map(plain);
  let sum = title === words.join(' ') ? 100 : 0;
  for (const word of words) {
    const score = Math.max(
      title.startsWith(word) ? 20 : 0,
      startsWord(title, word) ? 16 : 0,
      keywords.some((it) => it.startsWith(word)) ? 12 : 0,
      keywords.some((it) => startsWord(it, word)) ? 10 : 0,
      title.includes(word) ? 8 : 0,
      group.startsWith(word) ? 6 : 0,
      startsWord(summary, word) ? 4 : 0,
      word.length > 2 && summary.includes(word) ? 2 : 0,
      // Of several titles the one that says the least beside it.
      word.length > 2 && inOrder(word, title) ? word.length / title.length : 0,
    );
    if (score === 0) return 0;
    sum += score;
  }
  return sum;
}

/** Without case, accents and hyphens, so that `cross entropy` finds Cross-entropy. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[-_/()]+/g, ' ')
    .trim();

const startsWord = (text: string, word: string): boolean =>
  text.startsWith(word) || text.includes(` ${word}`);

/** Whether the letters stand in a text in this order, for words typed in haste: `tmpsoft`. */
function inOrder(letters: string, text: string): boolean {
  let at = 0;
  for (const letter of text) if (letter === letters[at]) at += 1;
  return at === letters.length;
}
