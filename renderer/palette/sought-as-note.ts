/** Words by which a note is looked for. */
const WORDS = ['note', 'text', 'comment', 'sticky', 'markdown'];

/** Whether a search among kinds of nodes may mean a note. */
export const soughtAsNote = (query: string): boolean =>
  WORDS.some((it) => it.startsWith(query.trim().toLowerCase()));

/** Whether nothing else can be meant as well: a note stands first then. */
export const meantAsNote = (query: string): boolean => WORDS.includes(query.trim().toLowerCase());

/** What a note is, in the lists that offer it beside nodes. */
export const noteWords = {
  title: 'Note',
  detail: 'A card of text beside the nodes; runs do not see it.',
} as const;
