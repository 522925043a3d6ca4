import type { Clipboard } from 'electron';
import type { AppPlaces } from './app-places.ts';
import type { Dialogs } from './dialogs.ts';
import type { Documents } from './documents.ts';
import type { Handlers } from './handler.ts';
import { type AppVersions, appHandlers } from './handlers/app.ts';
import { clipboardHandlers } from './handlers/clipboard.ts';
import { documentHandlers } from './handlers/document.ts';
import { linkHandlers } from './handlers/link.ts';
import { modelHandlers } from './handlers/model.ts';
import { pictureHandlers } from './handlers/picture.ts';
import { recoveryHandlers } from './handlers/recovery.ts';
import { reportHandlers } from './handlers/report.ts';
import { runHandlers } from './handlers/run.ts';
import { scriptHandlers } from './handlers/script.ts';
import { templateHandlers } from './handlers/template.ts';
import { themeHandlers } from './handlers/theme.ts';
import { type WindowActions, windowHandlers } from './handlers/window.ts';
import type { OpenTabs } from './open-tabs.ts';
import type { PickedModels } from './picked-models.ts';
import type { RecentFiles } from './recent-files.ts';
import type { RecoveryStore } from './recovery-store.ts';
import type { Runs } from './runs.ts';
import type { Theme } from './theme.ts';
import type { Tickets } from './tickets.ts';

/** All that the handlers work on. Electron's own parts are handed in, so that tests need no window. */
type Parts = {
  readonly versions: AppVersions;
  readonly places: AppPlaces;
  readonly dialogs: Dialogs;
  readonly tickets: Tickets;
  readonly recent: RecentFiles;
  readonly documents: Documents;
  readonly recovery: RecoveryStore;
  readonly tabs: OpenTabs;
  readonly models: PickedModels;
  readonly runs: Runs;
  readonly theme: Pick<Theme, 'choose'>;
  readonly clipboard: Pick<Clipboard, 'readText' | 'writeText'>;
  /** Hands an address to the system's browser. */
  readonly openAddress: (url: string) => Promise<void>;
  /** Shows a folder in the system's file manager. */
  readonly openFolder: (path: string) => Promise<void>;
  /** Shows a file there, chosen among the others of its folder. */
  readonly showFile: (path: string) => void;
  readonly window: WindowActions;
};

/** The handlers of every group of the contract. */
export const makeHandlers = (parts: Parts): Handlers => ({
  ...appHandlers(parts.versions, parts.places),
  ...themeHandlers(parts.theme),
  ...linkHandlers(parts.dialogs, parts.openAddress),
  ...clipboardHandlers(parts.clipboard),
  ...documentHandlers(parts.documents, parts.recent),
  ...pictureHandlers(parts.dialogs, parts.documents),
  ...scriptHandlers(parts.dialogs, parts.documents, parts.runs),
  ...recoveryHandlers(parts.recovery, parts.documents, parts.tickets, parts.tabs),
  ...reportHandlers(parts.dialogs, parts.documents),
  ...templateHandlers(parts.places.templates),
  ...modelHandlers(parts.dialogs, parts.models),
  ...runHandlers(parts.runs, parts.openFolder, parts.showFile),
  ...windowHandlers(parts.window),
});
