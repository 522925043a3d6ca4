import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Bundles a program of `fixtures/` for Node, as the engine itself is bundled: a child process cannot read TypeScript.
 *
 * @returns path of the bundle
 */
export async function buildFixture(name: 'cache' | 'engine' | 'lock', into: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(new URL(`./fixtures/${name}.ts`, import.meta.url)),
      outDir: into,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { format: 'es', entryFileNames: `${name}.mjs` } },
    },
    // Everything in one file: below a temporary folder no package would be found.
    ssr: { noExternal: true },
  });
  return join(into, `${name}.mjs`);
}
