import type { AppPlaces } from '../app-places.ts';
import type { Group } from '../handler.ts';
import { installedEngine } from '../installed-engine.ts';

export type AppVersions = { readonly version: string; readonly platform: string; readonly electron: string };

/** What this app is, and on which engine it would train now. */
export const appHandlers = (versions: AppVersions, places: AppPlaces): Group<'app'> => ({
  'app.info': async () => ({ ...versions, engine: (await installedEngine(places)).state }),
});
