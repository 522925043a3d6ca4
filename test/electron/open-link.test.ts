import { describe, expect, it } from 'vitest';
import { openLink, webAddress } from '../../electron/open-link.ts';
import { ScriptedDialogs } from './scripted-dialogs.ts';

/** Addresses that would start a program, read a file, or look like another host. */
const REFUSED = [
  'http://example.org/',
  'HTTP://example.org/',
  'file:///etc/passwd',
  'file://host/share',
  '/etc/passwd',
  'C:\\Windows\\System32\\calc.exe',
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>1</script>',
  'blob:https://example.org/x',
  'about:blank',
  'chrome://settings',
  'view-source:https://example.org',
  'ftp://example.org/',
  'sftp://example.org/',
  'ssh://example.org/',
  'telnet://example.org/',
  'smb://example.org/share',
  '\\\\example.org\\share',
  'ms-settings:',
  'ms-msdt:/id PCWDiagnostic',
  'ms-officecmd:{}',
  'search-ms:query=x',
  'shell:startup',
  'vscode://file/etc/passwd',
  'steam://run/1',
  'slack://open',
  'mailto:someone@example.org',
  'tel:+100',
  'sms:+100',
  'facetime://x',
  'itms-services://?action=download',
  'intent://example.org#Intent;scheme=https;end',
  'magnet:?xt=x',
  'x-apple.systempreferences:',
  'jar:https://example.org!/x',
  'dict://example.org/',
  'ldap://example.org/',
  'gopher://example.org/',
  'ws://example.org/',
  'wss://example.org/',
  'app://potstill/index.html',
  'https:\\\\example.org',
  'https:/\\example.org',
  'https:\\/example.org',
  'https://\\example.org',
  'https:example.org',
  'https:/example.org',
  'https:///example.org',
  ' https://example.org',
  '\thttps://example.org',
  '\nhttps://example.org',
  'https ://example.org',
  'https://example.org\\@evil.example',
  'https://good.example@evil.example/',
  'https://good.example:password@evil.example/',
  'https://',
  'https:// example.org',
  'https://exa mple.org/',
  'https://[::1',
  'https://example.org:99999/',
  'httpss://example.org',
  '',
];

const OPENED = [
  ['https://arxiv.org/abs/1503.02531', 'arxiv.org'],
  ['HTTPS://Example.ORG/Path?q=1#part', 'example.org'],
  ['https://example.org:8443/', 'example.org:8443'],
  ['https://xn--bcher-kva.example/', 'xn--bcher-kva.example'],
  ['https://bücher.example/', 'xn--bcher-kva.example'],
] as const;

describe('a link', () => {
  it.each(REFUSED)('to %j is refused without a question', async (url) => {
    const dialogs = new ScriptedDialogs();
    const opened: string[] = [];
    expect(await openLink(url, dialogs, async (it) => void opened.push(it))).toBe(false);
    expect([dialogs.asked, opened]).toEqual([[], []]);
  });

  it.each(OPENED)('to %s is opened once the person has seen its host', async (url, host) => {
    const dialogs = new ScriptedDialogs();
    const opened: string[] = [];
    dialogs.answers.push('Open');
    expect(await openLink(url, dialogs, async (it) => void opened.push(it))).toBe(true);
    expect(dialogs.asked[0]?.message).toBe(`Open ${host} in your browser?`);
    expect(opened).toEqual([webAddress(url)?.href]);
    expect(opened[0]).toMatch(/^https:\/\//);
  });

  it('that the person does not want stays closed', async () => {
    const dialogs = new ScriptedDialogs();
    dialogs.answers.push('Cancel');
    expect(await openLink('https://example.org/', dialogs, () => Promise.reject(new Error('opened')))).toBe(
      false,
    );
  });

  it('that is very long is shown in part', async () => {
    const dialogs = new ScriptedDialogs();
    dialogs.answers.push('Cancel');
    await openLink(`https://example.org/${'x'.repeat(2000)}`, dialogs, async () => undefined);
    expect(dialogs.asked[0]?.detail).toHaveLength(301);
  });
});
