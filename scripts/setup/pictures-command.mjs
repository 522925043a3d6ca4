import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runInApp, TEST_OUTPUT } from './test-command.mjs';

/** What the walk through all screens calls its pictures. */
const TAKEN = /^screen-(.+)-light\.png$/;

/**
 * Walks through every screen of the app, as its accessibility test does, and keeps the light pictures for the docs.
 *
 * @returns {Promise<number>} 0 where every screen was reached
 */
export async function takePictures() {
  const { failed } = await runInApp(['test/e2e/accessibility.test.ts']);
  if (failed > 0) return 1;
  const docs = join(TEST_OUTPUT, '..', 'docs', 'images', 'screens');
  await rm(docs, { recursive: true, force: true });
  await mkdir(docs, { recursive: true });
  const names = (await readdir(TEST_OUTPUT)).flatMap((file) => TAKEN.exec(file)?.[1] ?? []);
  for (const name of names)
    await copyFile(join(TEST_OUTPUT, `screen-${name}-light.png`), join(docs, `${name}.png`));
  console.log(`\n✔ ${names.length} pictures in docs/images/screens`);
  return 0;
}
