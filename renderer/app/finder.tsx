import { areaOf } from '../canvas/areas.ts';
import { cardViews } from '../canvas/card-view.ts';
import { noteTitle } from '../canvas/note-edits.ts';
import { surface } from '../canvas/surface.ts';
import { definitionsIn } from '../catalogue.ts';
import { bestFirst } from '../design/best-first.ts';
import { type Choice, Chooser } from '../design/chooser.tsx';
import { showNode } from '../runs/show-node.ts';
import { useDocument } from '../stores/document.ts';
import { type Finder as Sought, select, useView } from '../stores/view.ts';
import { type Action, actions, groupIcons } from './actions.ts';

/** Where it stands: in the middle of the window, and high enough to see what it leads to. */
const DOWN = 72;
const inTheMiddle = ({ width }: { readonly width: number }) => ({ x: (innerWidth - width) / 2, y: DOWN });

/** The search over the whole window, for an action or for a node that is drawn; nothing while nobody searches. */
export function Finder() {
  const finder = useView((it) => it.finder);
  if (finder === 'commands') return <Commands />;
  return finder === 'nodes' && <DrawnNodes />;
}

const close = (): void => {
  useView.setState({ finder: null });
  surface()?.focus();
};
/** A press elsewhere: the focus is where it was pressed. */
const leave = (own: Sought) => (): void => {
  if (useView.getState().finder === own) useView.setState({ finder: null });
};

type ActionChoice = Choice & { readonly action: Action };

function Commands() {
  const gallery = useView((it) => it.gallery);
  const comparing = useView((it) => it.comparing);
  const all = actions({ gallery, comparing, asked: false });
  return (
    <Chooser
      size="wide"
      label="Search all commands"
      listLabel="Commands"
      search={(query) =>
        bestFirst(query, all, ({ title, keywords, group }) => ({ title, keywords, group })).map(
          (action): ActionChoice => ({
            id: action.id.replaceAll(' ', '-'),
            title: action.title,
            detail: action.hindrance ?? action.group,
            icon: groupIcons[action.group],
            ...(action.keys !== undefined && { keys: action.keys }),
            disabled: action.hindrance !== null,
            action,
          }),
        )
      }
      none={(query) => `No command is called “${query}”.`}
      place={inTheMiddle}
      onChoose={({ action }) => {
        close();
        action.act();
      }}
      onClose={close}
      onLeave={leave('commands')}
    />
  );
}

function DrawnNodes() {
  const document = useDocument((it) => it.document);
  const cards = [...cardViews(document)].map(([id, { title, kind = title, category, params }]) => ({
    id,
    title,
    detail: [kind, ...params.map((it) => `${it.title} ${it.value}`)].join(' · '),
    icon: category ?? ('help' as const),
    colour: category ? `var(--category-${category})` : 'var(--text-soft)',
    keywords: [kind, id, ...(definitionsIn(document).get(document.nodes[id]?.type ?? '')?.keywords ?? [])],
    show: () => {
      showNode(id);
      surface()?.focusNode(id);
    },
  }));
  const notes = Object.entries(document.notes).map(([id, note]) => ({
    id: `note-${id}`,
    title: noteTitle(note),
    detail: ['Note', note.text.split(/\s+/).join(' ')].filter(Boolean).join(' · '),
    icon: 'note' as const,
    colour: 'var(--frame-amber)',
    keywords: ['note', id],
    show: () => {
      select([], [], [id]);
      surface()?.revealArea(areaOf(note));
      surface()?.focusNote(id);
    },
  }));
  const drawn = [...cards, ...notes];
  return (
    <Chooser
      size="wide"
      label="Find on the canvas"
      listLabel="Nodes and notes of this pipeline"
      search={(query) =>
        bestFirst(query, drawn, ({ title, keywords, detail }) => ({ title, keywords, summary: detail }))
      }
      none={(query) =>
        drawn.length === 0 ? 'This pipeline has no nodes yet.' : `Nothing here has “${query}” in it.`
      }
      place={inTheMiddle}
      onChoose={({ show }) => {
        useView.setState({ finder: null });
        show();
      }}
      onClose={close}
      onLeave={leave('nodes')}
    />
  );
}
