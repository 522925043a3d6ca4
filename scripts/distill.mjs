// npm run distill -- FILE [options]: set-up without the desktop part, then the command line.
import { refuseOldNode } from './setup/node-version.mjs';

refuseOldNode();
const { runScript } = await import('./setup/session.mjs');
const { distill } = await import('./setup/start-command.mjs');
await runScript(() => distill(process.argv.slice(2)));
