import { useRef, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Menu, type MenuItem } from '../design/menu.tsx';
import { groupBy } from './comparison.ts';
import type { Table } from './table-of.ts';

/** So many parameters are offered here; any other by the menu of its column. */
const MOST = 14;

/** By which column runs stand in groups: parameters that differ, pipeline, state, tags. */
export function GroupButton({ table: { offered, group } }: { readonly table: Table }) {
  const button = useRef<HTMLButtonElement>(null);
  const [place, setPlace] = useState<DOMRect | null>(null);
  const own = offered.filter((it) => it.kind === 'run' && ['document', 'state', 'tags'].includes(it.key));
  const parameters = offered.filter((it) => it.kind === 'parameter').slice(0, MOST);
  const item = (it: (typeof offered)[number]): MenuItem => ({
    label: it.of ? `${it.title} · ${it.of}` : it.title,
    checked: group?.key === it.key,
    onChoose: () => groupBy(it.key),
  });
  const items: readonly MenuItem[] = [
    { label: 'No groups', checked: group === undefined, onChoose: () => groupBy(null) },
    'line',
    ...own.map(item),
    ...(parameters.length > 0 ? (['line', ...parameters.map(item)] as const) : []),
  ];
  return (
    <>
      <Button
        ref={button}
        icon="grid"
        className="group-button"
        aria-haspopup="menu"
        aria-expanded={place !== null}
        title={group ? `Grouped by ${group.title}` : 'Group runs by a parameter'}
        onClick={() => setPlace(button.current?.getBoundingClientRect() ?? null)}
      >
        <span className="truncate">{group ? group.title : 'Group'}</span>
      </Button>
      {place && <Menu label="Group by" items={items} at={place} onClose={() => setPlace(null)} />}
    </>
  );
}
