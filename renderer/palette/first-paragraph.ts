/** The first paragraph of a node's help as plain text, before any heading. */
export function firstParagraph(help: string): string {
  const [first = ''] = help.trim().split(/\n\s*\n/);
  return first.startsWith('#') ? '' : first.replace(/\s*\n\s*/g, ' ').replace(/(\*\*|\*|`)(.+?)\1/g, '$2');
}
