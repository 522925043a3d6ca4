import { describe, expect, test } from 'vitest';
import { mayLeave, type SaveOutcome, type UnsavedAnswer } from '../../../renderer/files/guard.ts';

/** A document, and a person with answers; tells what was done. */
function leaving(dirty: boolean, answers: UnsavedAnswer[], outcomes: (SaveOutcome | 'edited')[] = []) {
  const done: string[] = [];
  let isDirty = dirty;
  return {
    done,
    may: mayLeave({
      isDirty: () => isDirty,
      ask: async () => {
        done.push('asked');
        return answers.shift() ?? 'cancel';
      },
      save: async () => {
        const outcome = outcomes.shift() ?? 'saved';
        done.push(`save ${outcome}`);
        isDirty = outcome !== 'saved';
        return outcome === 'edited' ? 'saved' : outcome;
      },
    }),
  };
}

describe('Leaving a document', () => {
  test('asks nothing where nothing is unsaved', async () => {
    const { may, done } = leaving(false, []);
    expect(await may).toBe(true);
    expect(done).toEqual([]);
  });

  test.each<[UnsavedAnswer, boolean, string[]]>([
    ['save', true, ['asked', 'save saved']],
    ['discard', true, ['asked']],
    ['cancel', false, ['asked']],
  ])('on “%s” may go: %s', async (answer, expected, steps) => {
    const { may, done } = leaving(true, [answer]);
    expect(await may).toBe(expected);
    expect(done).toEqual(steps);
  });

  test.each(['cancelled', 'failed'] as const)('stays where the save is %s', async (outcome) => {
    expect(await leaving(true, ['save'], [outcome]).may).toBe(false);
  });

  test('asks again about what changed while it was being saved', async () => {
    const { may, done } = leaving(true, ['save', 'discard'], ['edited']);
    expect(await may).toBe(true);
    expect(done).toEqual(['asked', 'save edited', 'asked']);
  });
});
