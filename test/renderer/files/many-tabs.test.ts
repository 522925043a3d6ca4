import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bridge, unwrap } from '../../../renderer/bridge.ts';
import { askThenClose, fileCommands, openRecent, turns } from '../../../renderer/files/file-commands.ts';
import { useFileQuestions } from '../../../renderer/files/file-question.ts';
import { keepWork } from '../../../renderer/files/keep-work.ts';
import { saveDocument } from '../../../renderer/files/save-document.ts';
import { tellWindow } from '../../../renderer/files/tell-window.ts';
import { edit, isDirty, redoEdit, undoEdit } from '../../../renderer/stores/document.ts';
import { openTab, showTab } from '../../../renderer/stores/tabs.ts';
import { useView } from '../../../renderer/stores/view.ts';
import { useWorkspace } from '../../../renderer/stores/workspace.ts';
import { emptyDocument } from '../../../src/pipeline/document.ts';
import { setDescription } from '../../../src/pipeline/edits.ts';
import { formatDocument } from '../../../src/pipeline/text.ts';
import { temporaryFolders } from '../../runtime/temporary-folder.ts';
import { mainAtHand } from './main-at-hand.ts';

const folderOf = temporaryFolders();
const unopened = useWorkspace.getState();
const TABS = 4;

type Step = {
  readonly do:
    | 'edit'
    | 'undo'
    | 'redo'
    | 'show'
    | 'save'
    | 'save as'
    | 'save over another'
    | 'close'
    | 'reopen'
    | 'open again'
    | 'wait';
  readonly at: number;
};

const anyStep: fc.Arbitrary<Step> = fc.record({
  do: fc.oneof(
    { weight: 6, arbitrary: fc.constant('edit' as const) },
    { weight: 3, arbitrary: fc.constantFrom('undo' as const, 'redo' as const) },
    { weight: 5, arbitrary: fc.constant('show' as const) },
    { weight: 5, arbitrary: fc.constant('save' as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        'save as' as const,
        'save over another' as const,
        'close' as const,
        'reopen' as const,
        'open again' as const,
        'wait' as const,
      ),
    },
  ),
  at: fc.nat(TABS - 1),
});

/** Documents tell themselves apart by their title, which nothing here changes. */
describe('Whatever is saved, in whatever order and while whatever is in front', () => {
  test('stands in the file of its own document alone, as that document says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 40 }), async (steps) => {
        const folder = folderOf();
        mkdirSync(join(folder, 'docs'));
        const main = await mainAtHand(folder);
        useWorkspace.setState(unopened, true);
        useView.setState({ gallery: 'closed' });
        useFileQuestions.setState({ questions: [] });
        const stops = [keepWork(), tellWindow()];
        /** Paths that each title was ever given. */
        const files = new Map<string, string[]>();
        const pathFor = (title: string): string => {
          const own = files.get(title) ?? [];
          const path = join(folder, 'docs', `${title} ${own.length}.json`);
          files.set(title, [...own, path]);
          return path;
        };
        for (let at = 0; at < TABS; at += 1) {
          openTab(emptyDocument(`Document ${at}`));
          edit('Begin', (it) => setDescription(it, 'begun'));
        }
        const titleOf = (key: string) => useWorkspace.getState().documents[key]?.document.title ?? '';
        const saves: Promise<unknown>[] = [];
        let edits = 0;
        for (const { do: what, at } of steps) {
          const { order, active, documents } = useWorkspace.getState();
          const open = documents[active];
          if (!open || titleOf(active) === 'Untitled') break;
          edits += 1;
          if (what === 'edit') edit('Write', (it) => setDescription(it, `edit ${edits}`));
          else if (what === 'undo') undoEdit();
          else if (what === 'redo') redoEdit();
          else if (what === 'show') showTab(order[at % order.length] ?? '');
          else if (what === 'save') {
            // In a file already, or on its way there: then nobody is asked where.
            if (!files.has(open.document.title)) main.picks.push(pathFor(open.document.title));
            saves.push(saveDocument());
          } else if (what === 'save as') {
            await Promise.all(saves);
            main.picks.push(pathFor(open.document.title));
            saves.push(saveDocument(true));
          } else if (what === 'save over another') {
            await Promise.all(saves);
            const other = documents[order[at % order.length] ?? ''];
            if (!other?.fileName || other === open) continue;
            const path = join(folder, 'docs', other.fileName);
            const before = readFileSync(path);
            main.picks.push(path);
            expect(await saveDocument(true)).toBe('failed');
            expect(readFileSync(path)).toEqual(before);
          } else if (what === 'close' && order.length > 1) {
            await Promise.all(saves);
            askThenClose([active]);
            await new Promise((done) => setImmediate(done));
            const asked = useFileQuestions.getState().questions[0];
            if (asked?.kind === 'unsaved') asked.answer('discard');
            await turns.next(async () => {});
          } else if (what === 'reopen') {
            fileCommands['reopen-closed']();
            await turns.next(async () => {});
          } else if (what === 'open again') {
            await Promise.all(saves);
            const recent = await unwrap(bridge().call['document.recent']({}));
            const some = recent[at % Math.max(1, recent.length)];
            if (some) openRecent(some.ticket, some.name);
            await turns.next(async () => {});
          } else if (what === 'wait') await Promise.all(saves);
        }
        await Promise.all(saves);
        for (const stop of stops) stop();
        await main.tabs.end();

        for (const [title, paths] of files)
          for (const path of paths) expect(JSON.parse(readFileSync(path, 'utf8')).title).toBe(title);
        for (const open of Object.values(useWorkspace.getState().documents)) {
          if (open.fileName === null || open.saved === null) continue;
          const text = readFileSync(join(folder, 'docs', open.fileName), 'utf8');
          expect(text).toBe(formatDocument(open.saved));
          if (!isDirty(open)) expect(text).toBe(formatDocument(open.document));
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
