import { expect, it } from 'vitest';
import { parameterColumns } from '../../../renderer/compare/columns.ts';
import { runNames } from '../../../renderer/compare/run-names.ts';
import { entry } from './entries.ts';

it('Runs of one title are told apart by the parameters in which they differ, and others are called as they are', () => {
  const runs = [
    entry({ run: 'a', title: 'Same', temperature: 2, epochs: 5 }),
    entry({ run: 'b', title: 'Same', temperature: 8, epochs: 5 }),
    entry({ run: 'c', title: 'Other', temperature: 8, epochs: 9 }),
    entry({ run: 'd', title: 'Twin' }),
    entry({ run: 'e', title: 'Twin' }),
  ];
  expect([...runNames(runs, parameterColumns(runs), 0).values()]).toEqual([
    'Temperature 2 · Same',
    'Temperature 8 · Same',
    'Other',
    'Twin',
    'Twin',
  ]);
});
