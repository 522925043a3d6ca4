/** A piece of a line. */
export type Span =
  | { readonly kind: 'text' | 'strong' | 'emphasis' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export type Block =
  | { readonly kind: 'heading'; readonly spans: readonly Span[] }
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'list'; readonly ordered?: true; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: 'code'; readonly text: string };

/**
 * As much of Markdown as a node's help and people's notes are written in: headings, paragraphs, lists, code, emphasis and links. What is
 * neither stays text as it stands, HTML above all: nothing but these kinds comes out of it.
 */
export function readMarkdown(text: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const part of text.replaceAll('\r\n', '\n').split(/\n\s*\n/)) {
    const lines = part.split('\n').filter((it) => it.trim() !== '');
    const fenced = /^```[^\n]*\n([\s\S]*?)\n?```$/.exec(part.trim());
    if (fenced) blocks.push({ kind: 'code', text: fenced[1] ?? '' });
    else blocks.push(...readLines(lines));
  }
  return blocks;
}

const HEADING = /^#{1,6}\s+(.*)$/;
const BULLET = /^\s*[-*]\s/;
const NUMBER = /^\s*\d+\.\s/;
/** What ends a paragraph without an empty line; a number alone does not, for it may be a year that a line begins with. */
const BREAKS = /^(#{1,6}|\s*[-*]|\s*1\.)\s/;

/** Headings, lists and paragraphs may follow one another without an empty line. */
function readLines(lines: readonly string[]): readonly Block[] {
  const [first, ...rest] = lines;
  if (first === undefined) return [];
  const heading = HEADING.exec(first);
  if (heading) return [{ kind: 'heading', spans: readSpans(heading[1] ?? '') }, ...readLines(rest)];
  const marked = [BULLET, NUMBER].find((it) => it.test(first));
  const goesOn = (line: string): boolean =>
    marked ? marked.test(line) || /^\s{2,}/.test(line) : !BREAKS.test(line);
  const end = rest.findIndex((it) => !goesOn(it));
  const own = [first, ...(end < 0 ? rest : rest.slice(0, end))];
  const others = end < 0 ? [] : rest.slice(end);
  return [
    marked
      ? { kind: 'list', ...(marked === NUMBER && { ordered: true as const }), items: readItems(own) }
      : { kind: 'paragraph', spans: readSpans(own.map((it) => it.trim()).join(' ')) },
    ...readLines(others),
  ];
}

function readItems(lines: readonly string[]): readonly (readonly Span[])[] {
  const items: string[] = [];
  for (const line of lines) {
    const item = /^\s*(?:[-*]|\d+\.)\s+(.*)$/.exec(line);
    if (item) items.push(item[1] ?? '');
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return items.map(readSpans);
}

/** Marks hold on to a word: `a * b * c` is a product, `*b*` is emphasis. */
const SPAN =
  /`(?<code>[^`]+)`|\*\*(?<strong>\S(?:[^*]*\S)?)\*\*|\*(?<emphasis>[^\s*](?:[^*]*[^\s*])?)\*|\[(?<text>[^\]]+)\]\((?<url>[^\s)]+)\)|(?<bare>https:\/\/[^\s)<>"]*[^\s)<>".,;:])|arXiv:(?<arxiv>\d{4}\.\d{4,5})/gu;

/** A line's pieces. Only https leads anywhere; every other address stays text. */
export function readSpans(line: string): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const match of line.matchAll(SPAN)) {
    if (match.index > at) spans.push({ kind: 'text', text: line.slice(at, match.index) });
    spans.push(spanOf(match[0], match.groups ?? {}));
    at = match.index + match[0].length;
  }
  if (at < line.length) spans.push({ kind: 'text', text: line.slice(at) });
  return spans;
}

function spanOf(whole: string, groups: Readonly<Record<string, string | undefined>>): Span {
  const { code, strong, emphasis, text, url, bare, arxiv } = groups;
  if (code !== undefined) return { kind: 'code', text: code };
  if (strong !== undefined) return { kind: 'strong', text: strong };
  if (emphasis !== undefined) return { kind: 'emphasis', text: emphasis };
  if (bare !== undefined) return { kind: 'link', text: bare, url: bare };
  if (arxiv !== undefined) return { kind: 'link', text: whole, url: `https://arxiv.org/abs/${arxiv}` };
  return text !== undefined && url?.startsWith('https://')
    ? { kind: 'link', text, url }
    : { kind: 'text', text: whole };
}
