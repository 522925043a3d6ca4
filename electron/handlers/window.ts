import type { CallInput } from '../contract.ts';
import { type Group, NOTHING } from '../handler.ts';

export type WindowActions = {
  readonly describe: (state: CallInput<'window.state'>) => void;
  readonly edit: (command: CallInput<'window.edit'>['command']) => void;
  readonly close: () => void;
};

export const windowHandlers = ({ describe, edit, close }: WindowActions): Group<'window'> => ({
  'window.state': (state) => {
    describe(state);
    return NOTHING;
  },
  'window.edit': ({ command }) => {
    edit(command);
    return NOTHING;
  },
  'window.close': () => {
    close();
    return NOTHING;
  },
});
