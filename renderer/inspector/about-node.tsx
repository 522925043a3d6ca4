import type { NodeDefinition } from '../../src/nodes/define.ts';
import { Icon } from '../design/icon.tsx';
import { Markdown, MarkdownLine } from './markdown.tsx';

/** What a kind of node does, when to use it, and where it comes from. */
export function AboutNode({ definition }: { definition: NodeDefinition }) {
  const { help, source, type, version } = definition;
  return (
    <details className="about-node">
      <summary className="inspector-heading">
        <Icon name="chevron-right" size={14} />
        About this node
      </summary>
      <Markdown text={help} />
      <dl className="about-facts selectable">
        <dt>Source</dt>
        <dd>
          <MarkdownLine text={source} />
        </dd>
        <dt>Type</dt>
        <dd>
          <code>{type}</code>, version {version}
        </dd>
      </dl>
    </details>
  );
}
