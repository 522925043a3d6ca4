// npm run bench -- accuracy [--write] [--seeds 1,2,3]: what distillation brings, measured.
import { refuseOldNode } from '../scripts/setup/node-version.mjs';

refuseOldNode();
const { benchCommand } = await import('./bench-command.mjs');
const { runScript } = await import('../scripts/setup/session.mjs');
await runScript(() => benchCommand(process.argv.slice(2)));
