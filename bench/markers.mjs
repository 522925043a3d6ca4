/**
 * Puts text between `<!-- name -->` and `<!-- /name -->`, in the place of what stands there.
 *
 * @param {string} page Markdown
 * @param {string} name
 * @param {string} text
 * @returns {string}
 */
export function betweenMarkers(page, name, text) {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = page.indexOf(open);
  const to = page.indexOf(close);
  if (from < 0 || to < from) throw new Error(`The page has no ${open} followed by ${close}`);
  return `${page.slice(0, from + open.length)}\n${text.trim()}\n${page.slice(to)}`;
}
