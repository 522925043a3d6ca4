// npm test: set-up, the checkers, the unit tests, the tests in the real app. --full adds the slow proofs.
import { refuseOldNode } from './setup/node-version.mjs';

refuseOldNode();
const { runScript } = await import('./setup/session.mjs');
const { test } = await import('./setup/test-command.mjs');
await runScript(() => test(process.argv.slice(2)));
