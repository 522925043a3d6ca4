// npm run package: an app folder under dist/ that needs neither Node nor Python nor a compiler.
import { refuseOldNode } from './setup/node-version.mjs';

refuseOldNode();
const { runScript } = await import('./setup/session.mjs');
const { packageApp } = await import('./package/package-command.mjs');
await runScript(() => packageApp(process.argv.slice(2)));
