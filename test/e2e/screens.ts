import type { Studio } from './studio.ts';

/** One thing that a person can have before them: the way there, and the way back to what was there before. */
export type Screen = {
  /** Of its picture. */
  readonly name: string;
  readonly show: (studio: Studio) => Promise<void>;
  readonly leave?: (studio: Studio) => Promise<void>;
};

const leaveByEscape = (studio: Studio): Promise<void> => studio.page.keyboard.press('Escape');

const dialog = (name: string, command: Parameters<Studio['menu']>[0], title: string): Screen => ({
  name,
  show: async (studio) => {
    await studio.menu(command);
    await studio.page.getByRole('dialog', { name: title }).waitFor();
  },
  leave: async (studio) => {
    await leaveByEscape(studio);
    await studio.page.getByRole('dialog', { name: title }).waitFor({ state: 'detached' });
  },
});

const tab = (name: string, of: string): Screen => ({
  name,
  show: async (studio) => {
    const found = studio.runs.getByRole('tab', { name: of });
    await found.click();
    await studio.runs.getByRole('tabpanel').waitFor();
  },
});

/** Before any document. */
export const AT_START: readonly Screen[] = [
  {
    name: 'gallery',
    show: (studio) => studio.gallery.getByRole('button', { name: /Tempered softmax/ }).waitFor(),
  },
  {
    name: 'gallery-search',
    show: async (studio) => {
      await studio.gallery.getByLabel('Search templates').fill('fashion');
      await studio.gallery.getByRole('button', { name: /^Start here/ }).waitFor({ state: 'detached' });
    },
    leave: (studio) => studio.gallery.getByLabel('Search templates').fill(''),
  },
];

/** A document without a node. */
export const EMPTY: readonly Screen[] = [{ name: 'empty-canvas', show: (studio) => studio.canvas.waitFor() }];

/** With the starter on the canvas, before its first run. */
export const AUTHORING: readonly Screen[] = [
  { name: 'pipeline', show: (studio) => studio.canvas.waitFor() },
  { name: 'node', show: (studio) => studio.selectNode('Tempered softmax') },
  {
    name: 'layers',
    show: async (studio) => {
      await studio.selectNode('Student');
      await studio.page.keyboard.press('l');
      await studio.node('Student').getByRole('button', { expanded: true }).waitFor();
    },
    leave: (studio) => studio.page.keyboard.press('l'),
  },
  {
    name: 'several-nodes',
    show: (studio) => studio.menu('select-all'),
    leave: leaveByEscape,
  },
  {
    name: 'frame',
    show: async (studio) => {
      await studio.selectNode('MNIST');
      await studio.menu('frame');
      await leaveByEscape(studio);
    },
    leave: (studio) => studio.menu('undo'),
  },
  {
    name: 'subgraph',
    show: async (studio) => {
      await studio.selectNode('Teacher network');
      await studio
        .node('Teacher')
        .getByRole('heading')
        .click({ modifiers: ['Shift'] });
      await studio.menu('subgraph');
      await leaveByEscape(studio);
      await studio.inspector.getByText('Parameters to show').click();
    },
    leave: (studio) => studio.menu('undo'),
  },
  {
    name: 'problems',
    show: async (studio) => {
      await studio.selectNode('Adam');
      await studio.menu('delete');
      await studio.button(/^\d+ (problem|error)/).click();
      await studio.page.getByRole('dialog', { name: 'Problems' }).waitFor();
    },
    leave: async (studio) => {
      await leaveByEscape(studio);
      await studio.menu('undo');
    },
  },
  {
    name: 'palette-search',
    show: async (studio) => {
      const palette = studio.page.getByRole('navigation', { name: 'Palette' });
      await palette.getByLabel('Search nodes').fill('attention');
      await palette.getByRole('button').first().hover();
      await studio.page.waitForTimeout(600);
    },
    leave: async (studio) => {
      await studio.page.getByRole('navigation', { name: 'Palette' }).getByLabel('Search nodes').fill('');
      await studio.page.mouse.move(800, 500);
    },
  },
  {
    name: 'menu-of-a-node',
    show: async (studio) => {
      await studio.node('Adam').getByRole('heading').click({ button: 'right' });
      await studio.page.getByRole('menu').waitFor();
    },
    leave: leaveByEscape,
  },
  {
    name: 'tabs',
    show: async (studio) => {
      await studio.menu('new');
      await studio.addNode('MNIST');
    },
    leave: async (studio) => {
      await studio.menu('close-tab');
      await studio.answer("Don't Save");
      await studio.node('Student').waitFor();
    },
  },
  dialog('commands', 'commands', 'Search all commands'),
  dialog('find', 'find', 'Find on the canvas'),
  dialog('add-node', 'add-node', 'Search nodes'),
  dialog('history', 'history', 'History of changes'),
  dialog('shortcuts', 'shortcuts', 'Keyboard shortcuts'),
  dialog('about', 'about', 'About Potstill'),
  dialog('sweep', 'sweep', 'Try several values'),
];

/** With a run of the starter that goes on for as long as it is looked at. */
export const RUNNING: readonly Screen[] = [
  {
    name: 'running',
    show: async (studio) => {
      await studio.setNumber('Trainer', 'Epochs', '500');
      await studio.menu('run');
      const speed = studio.runs.getByText(/\d images\/s/).first();
      await speed.waitFor({ timeout: 60_000 });
      // Until the student has something to show.
      await studio.page.waitForTimeout(4_000);
    },
    leave: async (studio) => {
      await studio.menu('stop');
      await studio.runs
        .getByText(/Stopped/)
        .first()
        .waitFor();
      // In a field that has the focus it would be the text that is undone.
      await studio.selectNode('Trainer');
      await studio.menu('undo');
    },
  },
];

/** With a finished run of the starter. */
export const AFTER_A_RUN: readonly Screen[] = [
  tab('result', 'Result'),
  {
    name: 'difference',
    show: async (studio) => {
      await studio.runs.getByRole('switch', { name: 'Less what its teacher says' }).click();
      await studio.runs.getByRole('grid', { name: /less that of/ }).waitFor();
    },
    leave: (studio) => studio.runs.getByRole('switch', { name: 'Less what its teacher says' }).click(),
  },
  tab('curves', 'Curves'),
  tab('balance', 'Balance'),
  tab('examples', 'Examples'),
  {
    name: 'furthest',
    show: async (studio) => {
      await studio.runs.getByRole('radio', { name: 'Furthest apart' }).click();
      await studio.runs.getByText(/^In order of KL/).waitFor();
    },
  },
  tab('similarity', 'Layers'),
  tab('profile', 'Profile'),
  tab('plan', 'Plan'),
];

const compared = (name: string, of: string): Screen => ({
  name,
  show: async (studio) => {
    await studio.page.getByRole('main', { name: 'Compare runs' }).getByRole('tab', { name: of }).click();
    await studio.page.getByRole('tabpanel', { name: of }).waitFor();
    await studio.page.waitForTimeout(400);
  },
});

/** With several finished runs of the starter that differ in a parameter. */
export const COMPARING: readonly Screen[] = [
  {
    name: 'comparison',
    show: async (studio) => {
      await studio.menu('compare');
      const screen = studio.page.getByRole('main', { name: 'Compare runs' });
      await screen.getByRole('searchbox').fill('state=done');
      await screen.getByRole('checkbox', { name: 'Choose all runs that are shown' }).check();
      await screen.locator('.overlay-legend').waitFor();
      await studio.page.waitForTimeout(400);
    },
  },
  {
    name: 'comparison-filter',
    show: async (studio) => {
      await studio.button('How to filter').click();
      await studio.page.getByRole('dialog', { name: 'How to filter' }).waitFor();
    },
    leave: leaveByEscape,
  },
  {
    name: 'comparison-tags',
    show: async (studio) => {
      await studio.page
        .getByRole('region', { name: 'Comparison' })
        .getByRole('button', { name: 'Tags' })
        .click();
      await studio.page.getByRole('dialog', { name: 'Tags of the chosen runs' }).waitFor();
    },
    leave: leaveByEscape,
  },
  {
    name: 'comparison-columns',
    show: async (studio) => {
      await studio.button('Columns').click();
      await studio.page.getByRole('dialog', { name: 'Columns' }).waitFor();
    },
    leave: leaveByEscape,
  },
  compared('differences', 'Differences'),
  compared('trade-off', 'Trade-off'),
  compared('parallel', 'Parallel'),
];
