import { useState } from 'react';
import { CATEGORIES } from '../../src/nodes/define.ts';
import { addNodeInView } from '../canvas/canvas-edits.ts';
import { definitions } from '../catalogue.ts';
import { SearchField } from '../design/field.tsx';
import { Icon } from '../design/icon.tsx';
import './palette.css';
import { searchNodes } from './search-nodes.ts';

const all = [...definitions.values()];

/** Every kind of node, by category, to be dragged onto the canvas or added with a press. */
export function Palette() {
  const [query, setQuery] = useState('');
  const found = searchNodes(query, all);
  return (
    <div className="palette">
      <SearchField
        label="Search nodes"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {CATEGORIES.map((category) => {
        const items = found.filter((it) => it.category === category);
        if (items.length === 0) return null;
        return (
          <section key={category} style={{ ['--category' as string]: `var(--category-${category})` }}>
            <h2 className="palette-category">
              <Icon name={category} />
              {category}
            </h2>
            {items.map((it) => (
              <button key={it.type} type="button" className="palette-item" onClick={() => addNodeInView(it)}>
                <strong>{it.title}</strong>
                <span className="truncate">{it.summary}</span>
              </button>
            ))}
          </section>
        );
      })}
    </div>
  );
}
