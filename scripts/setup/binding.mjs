import { createHash } from 'node:crypto';
import { readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild, tail } from './child.mjs';
import { checkout } from './places.mjs';
import { SetupProblem } from './problem.mjs';

// The binding is tfjs-node's own C++ (two files), compiled straight against TensorFlow's C headers and Node's
// N-API headers. That needs neither node-gyp nor Node's header download, and one file serves Node and
// Electron alike, because N-API is the same in both.

export const BINDING = 'lib/tfjs_binding.node';

const source = join(checkout, 'node_modules', '@tensorflow', 'tfjs-node-gpu', 'binding');
const nodeHeaders = join(checkout, 'node_modules', 'node-api-headers', 'include');
const N_API = '8';

/** Folders of the wheel that the binding's headers lie in, about 1 MB; they stay so that it can be built again. */
export const HEADERS = ['tensorflow/c/', 'tensorflow/core/platform/', 'tsl/platform/', 'xla/tsl/c/'];

/** @returns {Promise<string>} hash of all that the binding is made from besides TensorFlow */
export async function bindingKey() {
  const digest = createHash('sha256').update(`napi ${N_API}\n`);
  for (const name of (await readdir(source)).sort()) digest.update(await readFile(join(source, name)));
  return digest.digest('hex');
}

/**
 * Compiles the binding into an engine's lib folder.
 *
 * @param {string} compiler
 * @param {string} folder the engine's, with lib/ and include/
 * @param {import('./engines.mjs').EngineRecipe} recipe
 */
export async function buildBinding(compiler, folder, recipe) {
  const lib = join(folder, 'lib');
  const draft = join(lib, `tfjs_binding.${process.pid}.draft`);
  const mac = recipe.libraries[0].endsWith('.dylib');
  const args = ['-O2', '-std=c++17', '-shared', '-fPIC', `-DNAPI_VERSION=${N_API}`, '-w'];
  args.push('-I', join(source, '..'), '-I', nodeHeaders, '-I', join(folder, 'include'));
  args.push(join(source, 'tfjs_backend.cc'), join(source, 'tfjs_binding.cc'), '-o', draft);
  if (mac) {
    // Node's own symbols are found when the file is loaded. Not proven.
    args.push('-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path');
    for (const library of recipe.libraries) args.push(join(lib, library));
  } else {
    args.push(`-L${lib}`, '-Wl,-rpath,$ORIGIN');
    for (const library of recipe.libraries) args.push(`-l:${library}`);
  }
  const result = await runChild(compiler, args);
  if (result.code !== 0) {
    throw new SetupProblem(
      `The TensorFlow binding did not compile with ${compiler}:\n${tail(result.stderr)}`,
      'a compiler that knows C++17 is needed (g++ 8 or clang 7, or newer)',
    );
  }
  await rename(draft, join(folder, BINDING));
}
