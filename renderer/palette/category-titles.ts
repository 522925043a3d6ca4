import type { Category } from '../../src/nodes/define.ts';

/** What the sections of the palette are called. */
export const categoryTitles: Readonly<Record<Category, string>> = {
  data: 'Data',
  network: 'Networks',
  model: 'Models',
  loss: 'Losses',
  optimizer: 'Optimizers',
  schedule: 'Schedules',
  training: 'Training',
  result: 'Results',
};
