import type { CallInput } from '../contract.ts';
import { type Group, NOTHING } from '../handler.ts';
import type { WindowState } from '../open-tabs.ts';

export type WindowActions = {
  readonly describe: (state: WindowState) => void | Promise<void>;
  readonly edit: (command: CallInput<'window.edit'>['command']) => void;
  readonly close: () => void;
};

export const windowHandlers = ({ describe, edit, close }: WindowActions): Group<'window'> => ({
  'window.state': async (state) => {
    await describe(state);
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
