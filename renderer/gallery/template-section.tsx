import { useState } from 'react';
import { SearchField } from '../design/field.tsx';
import { TemplateList } from './template-list.tsx';
import './template-list.css';

/** The templates under their heading, with a search over names, texts and the nodes in them. */
export function TemplateSection() {
  const [query, setQuery] = useState('');
  return (
    <section className="gallery-templates" aria-labelledby="templates-title">
      <div className="templates-head">
        <h2 className="gallery-title" id="templates-title">
          Start from a template
        </h2>
        <SearchField
          label="Search templates"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            const { key } = event;
            if (key === 'Escape' && query !== '') {
              setQuery('');
              event.stopPropagation();
            }
            // These are the text's own; up and down lead out of it.
            if (key === 'ArrowLeft' || key === 'ArrowRight') event.stopPropagation();
          }}
          data-choice=""
        />
      </div>
      <TemplateList query={query} onClear={() => setQuery('')} />
    </section>
  );
}
