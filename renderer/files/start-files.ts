import { bridge } from '../bridge.ts';
import { problemOf } from '../problem-of.ts';
import { turns } from './file-commands.ts';
import { offerRecovered, tellRefused } from './file-question.ts';
import { keepWork } from './keep-work.ts';
import { findRecovered } from './recovered.ts';
import { returnAfterReload } from './reload-window.ts';
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
          await showOpened(opened);
        }),
    ),
  ];
  void turns.next(recover);
  return () => {
    for (const stop of stops) stop();
  };
}

async function recover(): Promise<void> {
  const found = await findRecovered();
  try {
    if (await returnAfterReload(found)) return;
  } catch (error) {
    tellRefused('the pipeline that was open', problemOf(error));
  }
  if (found.length > 0) offerRecovered();
}
