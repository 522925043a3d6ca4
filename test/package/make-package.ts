import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { checkout } from '../../scripts/setup/places.mjs';

/** Makes the package once for all its tests, as a person does. */
export default function makePackage(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') return; // the one that is proven
  execFileSync(process.execPath, [join(checkout, 'scripts', 'package.mjs')], { stdio: 'inherit' });
}
