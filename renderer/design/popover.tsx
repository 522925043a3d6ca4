import { type CSSProperties, type ReactNode, useId, useState } from 'react';
import './popover.css';

type PopoverProps = {
  /** Of the panel, where something beside the button opens it too. */
  readonly id?: string;
  readonly label: string;
  /** The button; spread the given attributes onto it. */
  readonly trigger: (attributes: {
    readonly popoverTarget: string;
    readonly 'aria-expanded': boolean;
    readonly 'aria-haspopup': 'dialog';
    readonly style: CSSProperties;
  }) => ReactNode;
  /** Drawn while it is open. `close` gives the focus back to the button. */
  readonly children: (close: () => void) => ReactNode;
};

/** A panel under the button that opens it. Escape or a press outside closes it; the platform minds the focus. */
export function Popover({ id: given, label, trigger, children }: PopoverProps) {
  const own = useId();
  const id = given ?? own;
  const [open, setOpen] = useState(false);
  const anchor = `--anchor-${id.replace(/\W/g, '')}`;
  return (
    <>
      {trigger({
        popoverTarget: id,
        'aria-expanded': open,
        'aria-haspopup': 'dialog',
        style: { ['anchorName' as string]: anchor },
      })}
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className="popover"
        style={{ ['positionAnchor' as string]: anchor }}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {open && children(() => document.getElementById(id)?.hidePopover())}
      </div>
    </>
  );
}
