import { join } from 'node:path';
import { places, userFolder } from '../src/runtime/places.ts';

/** Where everything lies that the app reads and writes. */
export type AppPlaces = {
  /** What was built: page, preload, engine entry. */
  readonly renderer: string;
  readonly preload: string;
  readonly engineEntry: string;
  readonly templates: string;
  /** The engine that came with the package; null in a checkout, where the person's own folder has it. */
  readonly packedEngine: string | null;
  readonly engines: string;
  readonly data: string;
  readonly runs: string;
  readonly caches: string;
  readonly models: string;
  /** Recent files, window, unsaved work, logs. */
  readonly state: string;
};

/**
 * @param resources the package's folder beside the program; null in a checkout
 * @param app the checkout, or the package's archive
 * @param state Electron's user data
 */
export function appPlaces(
  app: string,
  resources: string | null,
  state: string,
  home: string = userFolder(),
): AppPlaces {
  const own = places(home);
  return {
    renderer: join(app, 'out', 'renderer'),
    preload: join(app, 'out', 'preload', 'preload.cjs'),
    engineEntry: join(app, 'out', 'engine', 'main.js'),
    templates: join(resources ?? app, 'templates'),
    packedEngine: resources === null ? null : join(resources, 'engine'),
    engines: own.engines,
    data: resources === null ? own.data : join(resources, 'data'),
    runs: own.runs,
    caches: own.caches,
    models: own.models,
    state,
  };
}
