// npm run pictures: the real app, screen by screen, into docs/images/screens; docs/window.md shows them.
import { refuseOldNode } from './setup/node-version.mjs';

refuseOldNode();
const { runScript } = await import('./setup/session.mjs');
const { takePictures } = await import('./setup/pictures-command.mjs');
await runScript(takePictures);
