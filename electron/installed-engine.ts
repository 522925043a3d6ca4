import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { currentEngine } from '../src/runtime/places.ts';
import type { AppPlaces } from './app-places.ts';
import type { EngineState } from './contract.ts';

/** As much as is asked of the record that the package carries beside its engine. */
const Packed = z.object({ version: z.string(), device: z.string() });

type Found = {
  /** Of the TensorFlow engine; null where plain JavaScript has to do. */
  readonly folder: string | null;
  readonly state: EngineState;
};

/** Which engine a run started now would get. Only records are read: TensorFlow is loaded in the engine process alone. */
export async function installedEngine({
  packedEngine,
  engines,
}: Pick<AppPlaces, 'packedEngine' | 'engines'>): Promise<Found> {
  const found = packedEngine === null ? await currentEngine(engines) : await readPacked(packedEngine);
  if (found)
    return {
      folder: found.folder,
      state: { state: 'ready', name: `TensorFlow ${found.version}`, device: found.device, advice: '' },
    };
  return {
    folder: null,
    state: {
      state: 'slow',
      name: 'Plain JavaScript',
      device: 'CPU, one core',
      advice:
        packedEngine === null
          ? 'Training is many times slower than with the native engine. To get it, run in the checkout: npm run engine -- cpu'
          : 'Training is many times slower than with the native engine, which is missing from this installation. Install Potstill again.',
    },
  };
}

async function readPacked(
  folder: string,
): Promise<{ folder: string; version: string; device: string } | undefined> {
  try {
    const record: unknown = JSON.parse(await readFile(join(folder, 'engine.json'), 'utf8'));
    return { folder, ...Packed.parse(record) };
  } catch {
    return undefined;
  }
}
