import { openCopy } from '../files/file-commands.ts';
import { dataOf } from './find-templates.ts';
import type { Template } from './templates.ts';
import { ThumbnailPicture } from './thumbnail-picture.tsx';

type TemplateCardProps = {
  readonly template: Template;
  /** The one to begin with; it is drawn larger. */
  readonly starter: boolean;
};

/** One template: what it looks like, what it is for. Choosing it opens a copy that has no file yet. */
export function TemplateCard({ template, starter }: TemplateCardProps) {
  const { document, text } = template;
  const count = Object.keys(document.nodes).length;
  return (
    <li className="template" data-starter={starter || undefined}>
      <button
        type="button"
        className="template-card"
        data-choice=""
        {...(starter && { 'data-first-focus': '' })}
        onClick={() => openCopy(document.title, text)}
      >
        <span className="template-picture">
          <ThumbnailPicture document={document} />
        </span>
        <span className="template-words">
          {starter && <span className="template-badge">Start here</span>}
          <span className="template-title">{document.title}</span>
          <span className="template-description">{document.description}</span>
          <span className="template-facts">
            {[...dataOf(template), `${count} ${count === 1 ? 'node' : 'nodes'}`].join(' · ')}
          </span>
        </span>
      </button>
    </li>
  );
}
