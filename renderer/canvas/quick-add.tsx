import { useMemo } from 'react';
import type { NodeDefinition } from '../../src/nodes/define.ts';
import { type Choice, Chooser } from '../design/chooser.tsx';
import { searchNodes } from '../palette/search-nodes.ts';
import { noteWords, soughtAsNote } from '../palette/sought-as-note.ts';
import { useDocument } from '../stores/document.ts';
import { type QuickAdd as QuickAddPlace, useView } from '../stores/view.ts';
import { addChosen } from './add-chosen.ts';
import { fittingKinds } from './fitting-kinds.ts';
import { addNoteAt } from './note-edits.ts';
import { surface } from './surface.ts';

/** The search for a new node, where it was opened; nothing otherwise. */
export function QuickAdd() {
  const place = useView((it) => it.quickAdd);
  // A second opening elsewhere begins anew.
  return place && <Search key={`${place.window.x} ${place.window.y}`} place={place} />;
}

type Kind = Choice & { readonly definition: NodeDefinition | 'note' };

const NOTE: Kind = {
  id: 'note',
  ...noteWords,
  icon: 'note',
  colour: 'var(--frame-amber)',
  definition: 'note',
};

const kind = (definition: NodeDefinition): Kind => ({
  id: definition.type,
  title: definition.title,
  detail: definition.summary,
  icon: definition.category,
  colour: `var(--category-${definition.category})`,
  definition,
});

function Search({ place }: { place: QuickAddPlace }) {
  const document = useDocument((it) => it.document);
  // A note has no port: it is no answer to a wire.
  const free = place.wire === undefined && place.into === undefined;
  const fitting = useMemo(() => fittingKinds(document, place), [document, place]);
  return (
    <Chooser
      label={titleFor(place)}
      listLabel="Nodes"
      search={(query) => {
        const kinds = searchNodes(query, fitting).map(kind);
        return free && soughtAsNote(query) ? [...kinds, NOTE] : kinds;
      }}
      none={(query) =>
        fitting.length === 0 ? 'No node fits here.' : `No node that fits is called “${query}”.`
      }
      place={() => ({ x: place.window.x - 12, y: place.window.y - 20 })}
      onChoose={({ definition }) => {
        useView.setState({ quickAdd: null });
        if (definition === 'note') addNoteAt(place.canvas);
        else addChosen(definition, place);
      }}
      onClose={() => {
        useView.setState({ quickAdd: null });
        surface()?.focus();
      }}
      onLeave={() => {
        if (useView.getState().quickAdd === place) useView.setState({ quickAdd: null });
      }}
    />
  );
}

function titleFor({ wire, into }: QuickAddPlace): string {
  if (into !== undefined) return 'Search nodes for this wire';
  return wire ? 'Search nodes that fit' : 'Search nodes';
}
