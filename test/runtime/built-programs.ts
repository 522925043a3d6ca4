import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll } from 'vitest';
import { hashInputs } from '../../scripts/setup/build.mjs';
import { readJson } from '../../scripts/setup/files.mjs';
import { checkout } from '../../scripts/setup/places.mjs';

export type Programs = { readonly cli: string; readonly engine: string };

const programsIn = (folder: string): Programs => ({
  cli: join(folder, 'cli', 'cli.js'),
  engine: join(folder, 'engine', 'main.js'),
});

/**
 * The command line and its engine, built from the sources as they stand: those that set-up built where nothing was
 * changed since, else a build of their own beside it, which is gone after the tests of the file.
 */
export async function builtPrograms(): Promise<Programs> {
  const out = join(checkout, 'out');
  const stamp = (await readJson(join(out, 'build.json'))) as { inputs?: string } | undefined;
  if (stamp?.inputs === (await hashInputs(checkout))) return programsIn(out);
  // Below the checkout, where its packages are found; the version is read beside `out`.
  const root = join(checkout, 'test-output', `programs-${process.pid}`);
  const folder = join(root, 'out');
  afterAll(() => rm(root, { recursive: true, force: true }));
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
  return programsIn(folder);
}
