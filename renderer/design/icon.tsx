import type { CSSProperties } from 'react';
import { type IconName, iconPaths } from './icon-paths.ts';

export type { IconName } from './icon-paths.ts';

type IconProps = {
  readonly name: IconName;
  /** CSS pixels; 16 is the size it was drawn for. */
  readonly size?: number;
  /** Said aloud. Without it the icon is decoration and hidden from assistive technology. */
  readonly label?: string;
  readonly className?: string;
  readonly style?: CSSProperties;
};

/** One of our icons in the colour of the text around it. */
export function Icon({ name, size = 16, label, className, style }: IconProps) {
  return (
    <svg
      role={label === undefined ? 'presentation' : 'img'}
      aria-label={label}
      aria-hidden={label === undefined}
      className={className === undefined ? 'icon' : `icon ${className}`}
      style={style}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      focusable="false"
    >
      <path d={iconPaths[name]} />
    </svg>
  );
}
