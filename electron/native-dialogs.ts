import { type BrowserWindow, dialog, type FileFilter } from 'electron';
import type { Dialogs, Kind } from './dialogs.ts';

const filtersOf = ({ name, extensions }: Kind): FileFilter[] => [{ name, extensions: [...extensions] }];

/** The system's own dialogs, over the window. */
export function nativeDialogs(window: BrowserWindow): Dialogs {
  return {
    openFile: async ({ title, kind, folder }) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title,
        filters: filtersOf(kind),
        properties: ['openFile'],
        ...(folder !== undefined && { defaultPath: folder }),
      });
      return canceled ? undefined : filePaths[0];
    },
    saveFile: async ({ title, kind, path }) => {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title,
        filters: filtersOf(kind),
        defaultPath: path,
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return canceled || filePath === '' ? undefined : filePath;
    },
    tell: async ({ severity, message, found, allowed, fix }) => {
      const values = [found && `Found: ${found}`, allowed && `Allowed: ${allowed}`, fix];
      await dialog.showMessageBox(window, {
        type: severity,
        message,
        detail: values.filter(Boolean).join('\n'),
        buttons: ['OK'],
      });
    },
    ask: async ({ kind, message, detail, buttons, cancel }) => {
      const { response } = await dialog.showMessageBox(window, {
        type: kind,
        message,
        detail,
        buttons: [...buttons],
        defaultId: 0,
        cancelId: cancel,
        noLink: true,
      });
      return response;
    },
  };
}
