// A WordPiece tokenizer cuts a word into the longest pieces that its vocabulary has, from the left. With fewer pieces it
// is the same tokenizer, which cuts rare words smaller. So a small network need not have a row of weights for each of
// BERT's 30,522 pieces, and a pretrained encoder's rows still fit: each piece is one of BERT's.

/** The pieces that are no words, in the order in which they come first; padding is number 0. */
export const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/** @param {Record<string, number>} vocab @returns {string[]} by number; a plain object puts its digits first */
export const piecesInOrder = (vocab) =>
  Object.entries(vocab)
    .sort((a, b) => a[1] - b[1])
    .map(([piece]) => piece);

/**
 * @param {string[]} texts
 * @param {(text: string) => number[]} pieces
 * @returns {Map<number, number>} how often each piece comes
 */
export function countPieces(texts, pieces) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const text of texts) for (const id of pieces(text)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** @param {string} piece @returns {boolean} one letter, digit or sign of English, at the start of a word or within it */
const isSingle = (piece) => /^(##)?[!-~]$/.test(piece);

/**
 * @template {{ model: { type: string, vocab: Record<string, number> }, added_tokens: { id: number, content: string }[] }} D
 * @param {D} description of a WordPiece tokenizer, as `tokenizer.json` holds it
 * @param {ReadonlyMap<number, number>} counts how often each of its pieces comes
 * @param {number} size pieces that stay: the special ones, then in the old order the single letters and the most frequent
 * @returns {D} the same with these pieces, numbered anew
 */
export function smallerWordPiece(description, counts, size) {
  const { type, vocab } = description.model;
  if (type !== 'WordPiece') throw new Error(`a tokenizer of type ${type}, expected WordPiece`);
  const missing = SPECIAL.find((it) => vocab[it] === undefined);
  if (missing) throw new Error(`the tokenizer lacks ${missing}`);
  const often = (/** @type {[string, number]} */ it) => counts.get(it[1]) ?? 0;
  const usual = Object.entries(vocab).filter(([piece]) => !SPECIAL.includes(piece));
  // Of single letters every word can be made.
  const singles = usual.filter(([piece]) => isSingle(piece));
  const others = usual
    .filter((it) => !isSingle(it[0]) && often(it) > 0)
    .sort((a, b) => often(b) - often(a) || a[1] - b[1]);
  const chosen = [...singles, ...others].slice(0, size - SPECIAL.length).sort((a, b) => a[1] - b[1]);
  const pieces = [...SPECIAL, ...chosen.map(([piece]) => piece)];
  const numbered = Object.fromEntries(pieces.map((piece, id) => [piece, id]));
  return {
    ...description,
    added_tokens: description.added_tokens.map((it) => ({ ...it, id: numbered[it.content] })),
    model: { ...description.model, vocab: numbered },
  };
}
