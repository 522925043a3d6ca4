import { create } from 'zustand';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import './toast.css';

type Toast = {
  readonly id: number;
  /** A problem stays until it is dismissed. */
  readonly tone: 'plain' | 'good' | 'problem';
  readonly text: string;
  readonly more?: string | undefined;
  readonly action?: { readonly label: string; readonly onChoose: () => void };
};

const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));
let last = 0;

/** Milliseconds; long enough to read two lines twice. */
const STAYS = 6000;

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((it) => it.id !== id) }));
}

/** Tells something in passing at the corner of the window; said aloud as well. The same text is not shown twice at once. */
export function showToast(toast: Omit<Toast, 'id'>): number {
  last += 1;
  const id = last;
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter((it) => it.text !== toast.text).slice(-3), { ...toast, id }],
  }));
  if (toast.tone !== 'problem' && toast.action === undefined) setTimeout(() => dismissToast(id), STAYS);
  return id;
}

/** Where toasts appear; once, at the root of the window. */
export function Toasts() {
  const toasts = useToasts((it) => it.toasts);
  return (
    <section className="toasts" aria-label="Messages" aria-live="polite">
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className="toast"
          data-tone={toast.tone}
          role={toast.tone === 'problem' ? 'alert' : undefined}
        >
          <Icon name={toast.tone === 'problem' ? 'error' : toast.tone === 'good' ? 'check' : 'info'} />
          <div className="toast-text selectable">
            <p>{toast.text}</p>
            {toast.more && <p className="toast-more">{toast.more}</p>}
          </div>
          {toast.action && (
            <Button
              size="small"
              onClick={() => {
                dismissToast(toast.id);
                toast.action?.onChoose();
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton icon="close" label="Dismiss" size="small" onClick={() => dismissToast(toast.id)} />
        </div>
      ))}
    </section>
  );
}
