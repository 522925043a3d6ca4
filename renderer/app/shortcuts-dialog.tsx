import { shownKeys } from '../canvas/shown-keys.ts';
import { Dialog } from '../design/dialog.tsx';
import { useView } from '../stores/view.ts';
import { shortcutList } from './shortcut-list.ts';
import './shortcuts-dialog.css';

const close = (): void => {
  useView.setState({ dialog: null });
};

/** Every key there is. */
export function ShortcutsDialog() {
  return (
    <Dialog title="Keyboard shortcuts" size="wide" onClose={close}>
      <div className="shortcuts">
        {shortcutList((it) => shownKeys(it).keys).map(({ title, shortcuts }) => (
          <section key={title} className="shortcuts-group">
            <h3 className="shortcuts-title">{title}</h3>
            <dl>
              {shortcuts.map((it) => (
                <div key={it.title} className="shortcut">
                  <dt>{it.title}</dt>
                  <dd>
                    {it.keys.split(', ').map((keys) => (
                      <kbd key={keys}>{keys}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
