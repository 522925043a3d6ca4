// Electron with nothing of ours in it: an empty window, or one page of React Flow alone.
const { app, BrowserWindow } = require('electron');

const [page = 'about:blank', width = '1440', height = '900'] = (process.env.BARE_WINDOW ?? '').split('|');
app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: Number(width),
    height: Number(height),
    useContentSize: true,
    webPreferences: { contextIsolation: true, sandbox: true },
  });
  return window.loadURL(page);
});
