import { beforeEach, describe, expect, test } from 'vitest';
import { ACCELERATORS, MENU_COMMANDS } from '../../../electron/contract.ts';
import { actions as actionsWith } from '../../../renderer/app/actions.ts';
import { commandWords, reaches } from '../../../renderer/app/command-words.ts';
import { replaceDocument, useDocument } from '../../../renderer/stores/document.ts';
import { select, useView } from '../../../renderer/stores/view.ts';
import { drawing } from '../canvas/drawing.ts';

const open = { gallery: 'closed', comparing: false, asked: false } as const;
const actions = (covered: Parameters<typeof actionsWith>[0]) =>
  actionsWith(covered, (it) => ({ ...(ACCELERATORS[it] && { keys: ACCELERATORS[it] }) }));
const found = (title: string) => {
  const action = actions(open).find((it) => it.title === title);
  if (!action) throw new Error(`no action ${title}`);
  return action;
};

beforeEach(() => {
  replaceDocument(drawing({ a: 'data.mnist', b: 'data.split', c: 'model.student' }));
  useView.setState({ gallery: 'closed' });
  select([]);
});

describe('the list of all that can be done', () => {
  test('has every command of the menu, with its keys', () => {
    const ids = actions(open).map((it) => it.id);
    expect(MENU_COMMANDS.filter((it) => !ids.includes(it))).toEqual(['commands', 'save-then-close']);
    expect(found('Save').keys).toMatch(/S$/);
  });

  test('calls nothing the same', () => {
    const titles = actions(open).map((it) => it.title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test('holds behind the gallery what reaches through it alone', () => {
    const behind = { gallery: 'start', comparing: false, asked: false } as const;
    const titles = actions(behind).map((it) => it.title);
    expect(titles).toContain('Open a pipeline');
    expect(titles).not.toContain('Delete');
    expect(titles).not.toContain('Align in a row');
    for (const it of MENU_COMMANDS)
      expect(titles.includes(commandWords[it].title)).toBe(
        reaches(commandWords[it].reach, behind) && it !== 'commands' && it !== 'save-then-close',
      );
  });

  test('says what an action waits for', () => {
    expect(found('Align in a row').hindrance).toBe('Select several nodes first');
    select(['a', 'b']);
    expect(found('Align in a row').hindrance).toBeNull();
    expect(found('Rename the node').hindrance).toBe('Select one node first');
  });

  test('mutes and bypasses what is selected, and offers the way back', () => {
    const state = (id: string) => useDocument.getState().document.nodes[id]?.state;
    select(['a', 'b']);
    found('Mute').act();
    expect([state('a'), state('b')]).toEqual(['muted', 'muted']);
    found('Unmute').act();
    expect([state('a'), state('b')]).toEqual([undefined, undefined]);
    // MNIST has nothing that could go through it.
    found('Bypass').act();
    expect([state('a'), state('b')]).toEqual([undefined, 'bypassed']);
    select(['a']);
    expect(found('Bypass').hindrance).toMatch(/go straight on/);
    select(['b']);
    found('Do not bypass').act();
    expect(state('b')).toBeUndefined();
  });

  test('does what it says', () => {
    select(['a', 'b']);
    found('Align in a column').act();
    const { nodes } = useDocument.getState().document;
    expect(nodes.a?.position.x).toBe(nodes.b?.position.x);
    found('Hide the palette').act();
    expect(useView.getState().panels.palette).toBe(false);
    found('Show the palette').act();
    expect(useView.getState().panels.palette).toBe(true);
  });
});
