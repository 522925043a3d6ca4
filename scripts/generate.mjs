// node scripts/generate.mjs [--check]: writes src/nodes/{catalogue,operations}.gen.ts anew, or says that they are stale.
import { generate } from './check/generated.mjs';

const checking = process.argv.includes('--check');
const stale = generate({ write: !checking });
for (const path of stale) console.log(checking ? `stale: ${path} (run npm run fix)` : `written: ${path}`);
if (stale.length === 0) console.log('Generated files are fresh.');
process.exitCode = checking && stale.length > 0 ? 1 : 0;
