import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild, tail } from './child.mjs';
import { bytesBelow } from './files.mjs';
import { checkout } from './places.mjs';
import { SetupProblem } from './problem.mjs';

// What pip and Python write while they work is placed under the engine's own draft folder: /tmp is a small
// memory disk on many machines, and the draft is removed whole when a set-up was killed.

/** @param {string} said pip's complaints @returns {string} in one line */
function reason(said) {
  if (/No space left/.test(said)) return 'the disk is full (2 GB are needed).';
  if (/connection broken|ConnectionError|timed out|Temporary failure|ProxyError/i.test(said)) {
    return 'the package registry does not answer.';
  }
  return tail(said, 1).replace(/^ERROR: /, '');
}

/**
 * Fetches the wheels that a lock file names; pip refuses any whose hash differs.
 *
 * @param {string} python
 * @param {import('./engines.mjs').EngineRecipe} recipe
 * @param {string} draft folder to work in
 * @param {import('./progress.mjs').Step} step
 * @returns {Promise<string[]>} paths of the wheels
 */
export async function fetchWheels(python, recipe, draft, step) {
  const into = join(draft, 'wheels');
  const scratch = join(draft, 'scratch');
  await mkdir(into, { recursive: true });
  await mkdir(scratch, { recursive: true });
  step.say('asking the package registry');
  const look = setInterval(async () => {
    const bytes = await bytesBelow(draft);
    if (bytes > 1e6) step.bytes(bytes, recipe.download);
  }, 500);
  const lock = join(checkout, 'scripts', 'setup', 'locks', recipe.lock);
  const args = ['-m', 'pip', 'download', '--require-hashes', '-r', lock, '--no-deps', '--only-binary=:all:'];
  args.push('--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311', '--abi', 'none');
  for (const platform of recipe.platforms) args.push('--platform', platform);
  args.push(
    '--no-cache-dir',
    '--retries',
    '2',
    '--timeout',
    '20',
    '--progress-bar',
    'off',
    '--no-input',
    '--disable-pip-version-check',
  );
  args.push('--dest', into);
  const result = await runChild(python, args, {
    env: { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch },
  });
  clearInterval(look);
  await rm(scratch, { recursive: true, force: true });
  if (result.code !== 0) {
    const wrong = /DO NOT MATCH THE HASHES|hash mismatch/i.test(result.stderr);
    throw new SetupProblem(
      wrong
        ? 'A TensorFlow package came with another hash than the locked one and was thrown away.'
        : `TensorFlow ${recipe.version} could not be downloaded: ${reason(result.stderr)}`,
      wrong
        ? 'check what stands between this machine and the package registry; then run npm run engine again'
        : `check the connection (pip's settings for proxy and index apply); then run npm run engine -- ${recipe.kind}`,
    );
  }
  const names = (await readdir(into)).filter((name) => name.endsWith('.whl'));
  return names.map((name) => join(into, name));
}

const UNPACK = `
import sys, zipfile, os, shutil
wheel, into = sys.argv[1], sys.argv[2]
wanted = [line.split('\\t') for line in sys.argv[3].split('\\n')]
with zipfile.ZipFile(wheel) as archive:
    for item in archive.infolist():
        name = item.filename
        if name.endswith('/') or '..' in name.split('/') or name.startswith('/'):
            continue
        target = None
        if '.dist-info/' in name and os.path.basename(name).lower().startswith('licen'):
            target = 'licenses/' + name.split('.dist-info/')[0] + '/' + os.path.basename(name)
        for prefix, place in wanted:
            if name == prefix or (prefix.endswith('/') and name.startswith(prefix)):
                target = place + name[len(prefix):]
                break
        # CUDA's headers and static libraries serve nobody here.
        if target is None or (name.startswith('nvidia/') and ('/include/' in name or name.endswith('.a'))):
            continue
        path = os.path.join(into, *target.split('/'))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(item) as source, open(path, 'wb') as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
        if (item.external_attr >> 16) & 0o111:
            os.chmod(path, 0o755)
`;

/**
 * Unpacks parts of a wheel; Python's own zip reader checks each file's sum.
 *
 * @param {string} python
 * @param {string} wheel
 * @param {string} into
 * @param {Array<[string, string]>} parts name in the wheel and name below `into`; a folder ends in `/`
 */
export async function unpackWheel(python, wheel, into, parts) {
  const result = await runChild(python, [
    '-c',
    UNPACK,
    wheel,
    into,
    parts.map((part) => part.join('\t')).join('\n'),
  ]);
  if (result.code !== 0) {
    throw new SetupProblem(
      `A TensorFlow package could not be unpacked:\n${tail(result.stderr, 3)}`,
      'see that the disk has 2 GB free, then run npm run engine again',
    );
  }
}
