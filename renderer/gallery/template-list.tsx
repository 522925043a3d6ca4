import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { findTemplates } from './find-templates.ts';
import { TemplateCard } from './template-card.tsx';
import './template-list.css';
import { listTemplates, STARTER, type Template } from './templates.ts';
import { useAsked } from './use-asked.ts';

type TemplateListProps = { readonly query: string; readonly onClear: () => void };

/** The templates as cards: the starter first, or what a search finds. */
export function TemplateList({ query, onClear }: TemplateListProps) {
  const [asked, again] = useAsked(listTemplates);
  switch (asked.state) {
    case 'loading':
      return (
        <div className="templates" role="status" aria-label="Reading templates">
          <div className="template template-waits" data-starter="" />
          <div className="template template-waits" />
          <div className="template template-waits" />
        </div>
      );
    case 'refused':
      return (
        <div className="gallery-note" role="alert">
          <Icon name="error" />
          <p>The templates could not be read. {asked.problem.message}</p>
          <Button size="small" data-choice="" onClick={again}>
            Try again
          </Button>
        </div>
      );
    case 'ready':
      if (asked.value.length === 0)
        return (
          <p className="gallery-note">No template came with this Potstill. Begin with an empty canvas.</p>
        );
      return <Found templates={findTemplates(query, asked.value)} query={query.trim()} onClear={onClear} />;
  }
}

type FoundProps = {
  readonly templates: readonly Template[];
  readonly query: string;
  readonly onClear: () => void;
};

function Found({ templates, query, onClear }: FoundProps) {
  if (templates.length === 0)
    return (
      <div className="gallery-note">
        <p>No template speaks of “{query}”.</p>
        <Button size="small" data-choice="" onClick={onClear}>
          Show all
        </Button>
      </div>
    );
  return (
    <ul className="templates">
      {templates.map((it) => (
        <TemplateCard key={it.id} template={it} starter={query === '' && it.id === STARTER} />
      ))}
    </ul>
  );
}
