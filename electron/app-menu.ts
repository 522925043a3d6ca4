import { Menu } from 'electron';
import { menuTemplate } from './menu-template.ts';

/** Sets the menu of the app; called anew whenever the recent files are others. */
export function showMenu(options: Omit<Parameters<typeof menuTemplate>[0], 'platform'>): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ ...options, platform: process.platform })));
}
