// npm run data -- SET | list | remove [SET]
import { refuseOldNode } from './setup/node-version.mjs';

refuseOldNode();
const { dataCommand } = await import('./setup/data-command.mjs');
const { runScript } = await import('./setup/session.mjs');
await runScript(() => dataCommand(process.argv.slice(2)));
