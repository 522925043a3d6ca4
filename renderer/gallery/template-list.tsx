import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { TemplateCard } from './template-card.tsx';
import './template-list.css';
import { listTemplates, STARTER } from './templates.ts';
import { useAsked } from './use-asked.ts';

/** The templates as cards, the starter first. */
export function TemplateList() {
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
      return (
        <ul className="templates">
          {asked.value.map((it) => (
            <TemplateCard key={it.id} template={it} starter={it.id === STARTER} />
          ))}
        </ul>
      );
  }
}
