import { basename } from 'node:path';
import { modelFileOf } from '../../src/nodes/saved-model.ts';
import { type Dialogs, MODELS } from '../dialogs.ts';
import type { Group } from '../handler.ts';
import type { PickedModels } from '../picked-models.ts';

export const modelHandlers = (dialogs: Dialogs, models: PickedModels): Group<'model'> => ({
  'model.pick': async () => {
    const path = await dialogs.openFile({ title: 'Choose a saved model', kind: MODELS });
    if (path === undefined) return null;
    return modelFileOf(basename(path), await models.pick(path));
  },
});
