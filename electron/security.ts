import { app, protocol, type Session, type WebContents } from 'electron';
import { mayLoad, type PageAddress } from './page-address.ts';
import { pageResponder, SCHEME } from './page-protocol.ts';

/** What must be said before the app is ready: every page is sandboxed, and ours has a scheme of its own. */
export function lockDownApp(page: PageAddress): void {
  // Root has no sandbox in Chromium: with the switch that says so, insisting would keep every process from starting.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents, page));
}

/** A page stays where it is, opens no window, and holds no other page. */
function lockDownContents(contents: WebContents, page: PageAddress): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    // Loading itself anew is all that a page may do; development does it after each change.
    if (!event.isMainFrame || event.url !== page.url) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
}

/** Serves the built page, and refuses all that a page could ask the browser for. */
export function lockDownSession(session: Session, page: PageAddress, folder: string): void {
  session.protocol.handle(SCHEME, pageResponder(folder));
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayLoad(url, page) }));
}
