// npm run engine -- cpu | cuda | list | remove [cpu|cuda]
import { refuseOldNode } from './setup/node-version.mjs';

refuseOldNode();
const { engineCommand } = await import('./setup/engine-command.mjs');
const { runScript } = await import('./setup/session.mjs');
await runScript(() => engineCommand(process.argv.slice(2)));
