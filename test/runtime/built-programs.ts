import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';
import { hashInputs } from '../../scripts/setup/build.mjs';
import { readJson } from '../../scripts/setup/files.mjs';
import { checkout } from '../../scripts/setup/places.mjs';

type Programs = { readonly cli: string; readonly engine: string };

const programsIn = (folder: string): Programs => ({
  cli: join(folder, 'cli', 'cli.js'),
  engine: join(folder, 'engine', 'main.js'),
});

/**
 * The command line and its engine, built from the sources as they stand: those that set-up built where nothing was
 * changed since, else a build of their own beside it, which is gone after the tests of the file.
 *
 * Call it once a file, outside of its tests. @returns gives the programs, from the first test on
 */
export function builtPrograms(): () => Programs {
  let programs: Programs | undefined;
  const root = join(checkout, 'test-output', `programs-${process.pid}`);
  beforeAll(async () => {
    const out = join(checkout, 'out');
    const stamp = (await readJson(join(out, 'build.json'))) as { inputs?: string } | undefined;
    const fresh = stamp?.inputs === (await hashInputs(checkout));
    programs = programsIn(fresh ? out : await buildInto(root));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  return () => {
    if (!programs) throw new Error('The programs are built before the first test, and none has begun.');
    return programs;
  };
}

/** Below the checkout, where packages are found; the version is read beside `out`. */
async function buildInto(root: string): Promise<string> {
  const folder = join(root, 'out');
  await mkdir(folder, { recursive: true });
  await copyFile(join(checkout, 'package.json'), join(root, 'package.json'));
  await build({
    root: checkout,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rollupOptions: {
        input: {
          'cli/cli': join(checkout, 'src/runtime/cli.ts'),
          'engine/main': join(checkout, 'src/runtime/engine/main.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
  return folder;
}
