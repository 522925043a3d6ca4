import { basename } from 'node:path';
import { type Dialogs, MODELS } from '../dialogs.ts';
import type { Group } from '../handler.ts';
import type { PickedModels } from '../picked-models.ts';

export const modelHandlers = (dialogs: Dialogs, models: PickedModels): Group<'model'> => ({
  'model.pick': async () => {
    const path = await dialogs.openFile({ title: 'Choose a saved model', kind: MODELS });
    if (path === undefined) return null;
    const { sha256, input, classes } = await models.pick(path);
    return { name: basename(path), sha256, input: [...input], classes };
  },
});
