import { type Group, NOTHING } from '../handler.ts';
import type { Theme } from '../theme.ts';

export const themeHandlers = (theme: Pick<Theme, 'choose'>): Group<'theme'> => ({
  'theme.set': async ({ source }) => {
    await theme.choose(source);
    return NOTHING;
  },
});
