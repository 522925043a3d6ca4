export type UnsavedAnswer = 'save' | 'discard' | 'cancel';
export type SaveOutcome = 'saved' | 'cancelled' | 'failed';

type Leaving = {
  readonly isDirty: () => boolean;
  readonly ask: () => Promise<UnsavedAnswer>;
  readonly save: () => Promise<SaveOutcome>;
};

/**
 * Whether another document may take the place of the open one: it is saved, or the person gives it up in words.
 * What changed while it was being saved is asked about again.
 */
export async function mayLeave({ isDirty, ask, save }: Leaving): Promise<boolean> {
  while (isDirty()) {
    const answer = await ask();
    if (answer === 'cancel') return false;
    if (answer === 'discard') return true;
    if ((await save()) !== 'saved') return false;
  }
  return true;
}
