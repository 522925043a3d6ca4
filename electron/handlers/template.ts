import type { Group } from '../handler.ts';
import { readTemplates } from '../templates.ts';

/** @param folder of the templates that came with the app */
export const templateHandlers = (folder: string): Group<'template'> => ({
  'template.list': () => readTemplates(folder),
});
