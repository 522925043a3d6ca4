import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, readMarkdown, readSpans, type Span } from '../../../renderer/inspector/read-markdown.ts';
import { catalogue } from '../../../src/nodes/catalogue.gen.ts';

const spansOf = (block: Block): readonly Span[] =>
  block.kind === 'list' ? block.items.flat() : block.kind === 'code' ? [] : block.spans;

describe('help in Markdown', () => {
  it('is read into headings, paragraphs, lists and code', () => {
    const blocks = readMarkdown(
      'One\nparagraph.\n\n## Formula\nx = y\n\n- a\n- b\n  and more\n\n```\nraw *x*\n```',
    );
    expect(blocks).toEqual([
      { kind: 'paragraph', spans: [{ kind: 'text', text: 'One paragraph.' }] },
      { kind: 'heading', spans: [{ kind: 'text', text: 'Formula' }] },
      { kind: 'paragraph', spans: [{ kind: 'text', text: 'x = y' }] },
      { kind: 'list', items: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b and more' }]] },
      { kind: 'code', text: 'raw *x*' },
    ]);
  });

  it('lets lists, headings and paragraphs follow one another, as people write notes', () => {
    const text = (it: string) => [{ kind: 'text', text: it }];
    expect(readMarkdown('To do:\n- a\n- b\n# Then\nIn\n2015. so\n1. x\n2. y')).toEqual([
      { kind: 'paragraph', spans: text('To do:') },
      { kind: 'list', items: [text('a'), text('b')] },
      { kind: 'heading', spans: text('Then') },
      { kind: 'paragraph', spans: text('In 2015. so') },
      { kind: 'list', ordered: true, items: [text('x'), text('y')] },
    ]);
  });

  it('knows emphasis from a product', () => {
    expect(readSpans('choose *file*, **not** `x`')).toEqual([
      { kind: 'text', text: 'choose ' },
      { kind: 'emphasis', text: 'file' },
      { kind: 'text', text: ', ' },
      { kind: 'strong', text: 'not' },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'x' },
    ]);
    expect(readSpans('a * b * c')).toEqual([{ kind: 'text', text: 'a * b * c' }]);
  });

  it('leads to https alone, and to papers by their number', () => {
    expect(readSpans('[here](https://example.org/a)')).toEqual([
      { kind: 'link', text: 'here', url: 'https://example.org/a' },
    ]);
    expect(readSpans('Hinton (2015), arXiv:1503.02531.')).toContainEqual({
      kind: 'link',
      text: 'arXiv:1503.02531',
      url: 'https://arxiv.org/abs/1503.02531',
    });
    for (const url of ['javascript:alert(1)', 'http://example.org', 'file:///etc/hosts', 'HTTPS:\\\\x'])
      expect(readSpans(`[here](${url})`).filter((it) => it.kind === 'link')).toEqual([]);
  });

  it('makes nothing of HTML and loses no letter, whatever is written', () => {
    const any = fc.oneof(
      fc.string(),
      fc.constantFrom('<img src=x onerror=alert(1)>', '<script>', '**', '`', '[a](', '![x](https://y)'),
    );
    fc.assert(
      fc.property(fc.array(any), (parts) => {
        const text = parts.join(' ');
        for (const span of readSpans(text)) if (span.kind === 'link') expect(span.url).toMatch(/^https:\/\//);
        const letters = (it: string): string => it.replace(/[^\p{L}]/gu, '');
        const shown = readSpans(text).map((it) => (it.kind === 'link' ? `${it.text}${it.url}` : it.text));
        for (const word of text.match(/\p{L}{4,}/gu) ?? [])
          expect(letters(shown.join(''))).toContain(letters(word));
      }),
    );
  });

  it('shows the help of every node whole: its sections are headings and no mark is left over', () => {
    for (const { help, type } of catalogue) {
      const blocks = readMarkdown(help);
      const headings = blocks.filter((it) => it.kind === 'heading').map((it) => spansOf(it)[0]?.text);
      expect([type, ...headings]).toEqual(expect.arrayContaining([type, 'When to use it', 'Formula']));
      const texts = blocks.flatMap(spansOf).flatMap((it) => (it.kind === 'text' ? [it.text] : []));
      for (const text of texts) expect(text).not.toMatch(/^#|`|\*\*/);
    }
  });
});
