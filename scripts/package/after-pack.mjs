import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Electron's welcome app is no part of ours.
 *
 * @param {{ packager: { getResourcesDir: (folder: string) => string }, appOutDir: string }} context electron-builder's
 */
export default async function afterPack({ packager, appOutDir }) {
  await rm(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true });
}
