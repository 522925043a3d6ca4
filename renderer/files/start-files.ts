import { bridge } from '../bridge.ts';
import { turns } from './file-commands.ts';
import { offerRecovered } from './file-question.ts';
import { keepWork } from './keep-work.ts';
import { findRecovered, restoreTabs } from './recovered.ts';
import { wasReloaded } from './reload-window.ts';
import { showOpened } from './show-document.ts';
import { tellWindow } from './tell-window.ts';

/** All that the page does about files without being asked; returns its undoing. */
export function startFiles(): () => void {
  const stops = [
    keepWork(),
    tellWindow(),
    bridge().on['document.opened'](
      (opened) =>
        void turns.next(async () => {
          showOpened(opened);
        }),
    ),
  ];
  void turns.next(recover);
  return () => {
    for (const stop of stops) stop();
  };
}

/**
 * What was open comes back: at once after a page that was left on purpose or had saved everything, and else once the
 * person was asked.
 */
async function recover(): Promise<void> {
  const reloaded = wasReloaded();
  const found = await findRecovered();
  if (reloaded || found.length === 0) await restoreTabs();
  else offerRecovered();
}
