// npm run bench -- accuracy: what distillation brings. npm run bench -- speed: how quickly, beside PyTorch.
import { refuseOldNode } from '../scripts/setup/node-version.mjs';

refuseOldNode();
const { benchCommand } = await import('./bench-command.mjs');
const { runScript } = await import('../scripts/setup/session.mjs');
await runScript(() => benchCommand(process.argv.slice(2)));
