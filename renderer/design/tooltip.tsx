import { type ReactNode, useId, useRef } from 'react';
import './tooltip.css';

type TooltipProps = {
  readonly text: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
};

/** Says more of what is under the pointer or holds the focus. For words that nothing else shows, never for a name. */
export function Tooltip({ text, children, className }: TooltipProps) {
  const tip = useRef<HTMLDivElement>(null);
  const id = useId();
  const show = (anchor: HTMLElement) => {
    const element = tip.current;
    if (!element || element.matches(':popover-open')) return;
    element.showPopover();
    const at = anchor.getBoundingClientRect();
    const { width, height } = element.getBoundingClientRect();
    const above = at.top - height - 6;
    element.style.left = `${Math.min(innerWidth - width - 8, Math.max(8, at.left + (at.width - width) / 2))}px`;
    element.style.top = `${above < 8 ? at.bottom + 6 : above}px`;
  };
  const hide = () => {
    if (tip.current?.matches(':popover-open')) tip.current.hidePopover();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what its child is doing
    <span
      className={className}
      aria-describedby={id}
      onPointerEnter={(event) => show(event.currentTarget)}
      onPointerLeave={hide}
      onFocus={(event) => show(event.currentTarget)}
      onBlur={hide}
      onKeyDown={(event) => event.key === 'Escape' && hide()}
    >
      {children}
      <div ref={tip} id={id} role="tooltip" popover="manual" className="tooltip">
        {text}
      </div>
    </span>
  );
}
