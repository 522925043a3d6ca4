import type { MenuItem } from '../design/menu.tsx';
import type { Column } from './columns.ts';
import { groupBy, toggleHidden, togglePinned, useComparison } from './comparison.ts';
import type { Table } from './table-of.ts';

/** What can be done with a column. */
export function columnMenu(column: Column, { group }: Pick<Table, 'group'>): readonly MenuItem[] {
  const { pinned, order } = useComparison.getState();
  const { key, unit } = column;
  const words = unit === 'text';
  const sorted = (descending: boolean): boolean => order.column === key && order.descending === descending;
  const sort = (descending: boolean) => () => useComparison.setState({ order: { column: key, descending } });
  const grouped = group?.key === key;
  return [
    {
      label: words ? 'Sort from A to Z' : 'Smallest first',
      icon: 'chevron-up',
      checked: sorted(false),
      onChoose: sort(false),
    },
    {
      label: words ? 'Sort from Z to A' : 'Largest first',
      icon: 'chevron-down',
      checked: sorted(true),
      onChoose: sort(true),
    },
    'line',
    {
      label: grouped ? 'Do not group by it' : 'Group by it',
      icon: 'grid',
      disabled: key === 'name' || key === 'when',
      onChoose: () => groupBy(grouped ? null : key),
    },
    {
      label: pinned.includes(key) ? 'Unpin' : 'Pin to the left',
      icon: 'pin',
      disabled: key === 'name',
      onChoose: () => togglePinned(key),
    },
    { label: 'Hide', icon: 'close', disabled: key === 'name', onChoose: () => toggleHidden(key) },
  ];
}
