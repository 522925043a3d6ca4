import { join } from 'node:path';
import { readJson } from './files.mjs';
import { enginesFolder } from './places.mjs';

/**
 * @typedef {'cpu' | 'cuda'} EngineKind
 *
 * @typedef {object} EngineRecipe
 * @property {EngineKind} kind
 * @property {string} folder name below the folder of engines
 * @property {string} version TensorFlow's
 * @property {string} lock file below scripts/setup/locks
 * @property {string[]} platforms what pip calls this machine
 * @property {number} download bytes of all wheels together, for the progress line
 * @property {[string, string]} libraries C++ library and framework library, as the wheel names them
 * @property {boolean} proven whether this was run
 *
 * @typedef {object} EngineRecord engine.json, written last: an engine without it is no engine
 * @property {1} format
 * @property {EngineKind} kind
 * @property {string} version
 * @property {string} lock hash of the lock file that it was made from
 * @property {string} bindingKey what the binding was compiled from
 * @property {string} device what the smoke test trained on
 * @property {Record<string, { size: number, sha256: string }>} files by path below the engine's folder
 *
 * @typedef {object} CurrentEngine engines/current.json
 * @property {1} format
 * @property {EngineKind} kind
 * @property {string} folder
 */

const LINUX = /** @type {[string, string]} */ (['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']);
const MAC = /** @type {[string, string]} */ (['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib']);

/** @param {string} age @returns {string} pip's name, as `_2014` for manylinux2014 */
const manylinux = (age) =>
  age.startsWith('_') ? `manylinux${age.slice(1)}_x86_64` : `manylinux_${age}_x86_64`;

/** @type {Record<string, EngineRecipe>} by `kind-platform-architecture` */
const RECIPES = {
  'cpu-linux-x64': {
    kind: 'cpu',
    folder: 'tensorflow-cpu-2.20.0',
    version: '2.20.0',
    lock: 'cpu-linux-x64.txt',
    platforms: ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'],
    download: 258_876_263,
    libraries: LINUX,
    proven: true,
  },
  'cpu-linux-arm64': {
    kind: 'cpu',
    folder: 'tensorflow-cpu-2.20.0',
    version: '2.20.0',
    lock: 'cpu-linux-arm64.txt',
    platforms: ['manylinux_2_17_aarch64', 'manylinux2014_aarch64'],
    download: 259_465_882,
    libraries: LINUX,
    proven: false,
  },
  'cpu-darwin-arm64': {
    kind: 'cpu',
    folder: 'tensorflow-cpu-2.20.0',
    version: '2.20.0',
    lock: 'cpu-darwin-arm64.txt',
    platforms: ['macosx_12_0_arm64'],
    download: 200_507_363,
    libraries: MAC,
    proven: false,
  },
  'cuda-linux-x64': {
    kind: 'cuda',
    folder: 'tensorflow-cuda-2.20.0',
    version: '2.20.0',
    lock: 'cuda-linux-x64.txt',
    // The CUDA libraries are built for several ages of Linux; pip takes only the names that it is given.
    platforms: ['2_27', '2_25', '2_17', '_2014', '2_12', '_2010'].map(manylinux),
    download: 3_389_043_878,
    libraries: LINUX,
    proven: false,
  },
};

/**
 * @param {EngineKind} kind
 * @param {string} platform
 * @param {string} architecture
 * @returns {EngineRecipe | undefined} undefined where TensorFlow publishes no wheel that could serve
 */
export function engineRecipe(kind, platform = process.platform, architecture = process.arch) {
  return RECIPES[`${kind}-${platform}-${architecture}`];
}

/** @param {string} folder @returns {Promise<EngineRecord | undefined>} */
export async function readEngine(folder) {
  const found = /** @type {EngineRecord | undefined} */ (await readJson(join(folder, 'engine.json')));
  return found?.format === 1 && typeof found.files === 'object' ? found : undefined;
}

/** @returns {Promise<CurrentEngine | undefined>} the engine that the person chose */
export async function currentEngine() {
  const found = /** @type {CurrentEngine | undefined} */ (
    await readJson(join(enginesFolder(), 'current.json'))
  );
  return found?.format === 1 && typeof found.folder === 'string' ? found : undefined;
}
