import { bridge } from '../bridge.ts';
import './markdown.css';
import { type Block, readMarkdown, readSpans, type Span } from './read-markdown.ts';

/** A node's help, or a note. It makes elements of its own from what was read, and never HTML from text. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="markdown selectable">
      {readMarkdown(text).map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no other name, and do not move
        <BlockOf key={at} block={block} />
      ))}
    </div>
  );
}

/** One line of it, such as a source. */
export function MarkdownLine({ text }: { text: string }) {
  return <Spans spans={readSpans(text)} />;
}

function BlockOf({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return (
        <h4>
          <Spans spans={block.spans} />
        </h4>
      );
    case 'paragraph':
      return (
        <p>
          <Spans spans={block.spans} />
        </p>
      );
    case 'list': {
      const items = block.items.map((spans, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no other name, and do not move
        <li key={at}>
          <Spans spans={spans} />
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'code':
      return <pre>{block.text}</pre>;
  }
}

function Spans({ spans }: { spans: readonly Span[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name, and do not move
  return spans.map((span, at) => <SpanOf key={at} span={span} />);
}

function SpanOf({ span }: { span: Span }) {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'strong':
      return <strong>{span.text}</strong>;
    case 'emphasis':
      return <em>{span.text}</em>;
    case 'code':
      return <code>{span.text}</code>;
    case 'link':
      // Main asks first and opens it outside; the window itself never goes anywhere.
      return (
        <button
          type="button"
          className="markdown-link"
          title={span.url}
          onClick={() => void bridge().call['link.open']({ url: span.url })}
        >
          {span.text}
        </button>
      );
  }
}
