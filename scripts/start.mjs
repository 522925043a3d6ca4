// npm start: set-up, then the app; without a display the starter template in the terminal.
// npm run dev: the same with the sources watched.
import { refuseOldNode } from './setup/node-version.mjs';

refuseOldNode();
const { runScript } = await import('./setup/session.mjs');
const { start } = await import('./setup/start-command.mjs');
await runScript(() => start(process.argv.slice(2)));
