import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './button.tsx';
import './dialog.css';

type DialogProps = {
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons, the one that acts last. */
  readonly actions?: ReactNode;
  readonly size?: 'normal' | 'wide';
  /** Escape, the close button, or a press outside. */
  readonly onClose: () => void;
};

/**
 * A modal dialog over the whole window; the platform keeps the focus in it and gives it back. What carries
 * `data-first-focus` gets it first, else the dialog as a whole.
 */
export function Dialog({ title, children, actions, size = 'normal', onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    (element?.querySelector<HTMLElement>('[data-first-focus]') ?? element)?.focus();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key to the press outside, and `cancel` hears it
    <dialog
      ref={dialog}
      className="dialog"
      data-size={size}
      tabIndex={-1}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="dialog-head">
        <h2 className="dialog-title" id={titleId}>
          {title}
        </h2>
        <IconButton icon="close" label="Close" size="small" onClick={onClose} />
      </div>
      <div className="dialog-body">{children}</div>
      {actions && <div className="dialog-foot">{actions}</div>}
    </dialog>
  );
}
