import type { ComponentPropsWithRef, ReactNode } from 'react';
import './button.css';
import { Icon, type IconName } from './icon.tsx';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

type ButtonProps = Omit<ComponentPropsWithRef<'button'>, 'type'> & {
  /** `primary`: the one thing to do here. `quiet`: in tool bars and rows. */
  readonly look?: Look;
  readonly size?: 'small' | 'normal' | 'large';
  readonly icon?: IconName;
  readonly children: ReactNode;
};

/** A push button with words. */
export function Button({ look = 'plain', size = 'normal', icon, children, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      className={rest.className ? `button ${rest.className}` : 'button'}
      data-look={look}
      data-size={size}
    >
      {icon && <Icon name={icon} size={size === 'small' ? 14 : 16} />}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ButtonProps, 'icon' | 'children'> & {
  readonly icon: IconName;
  /** Its name aloud, and its tooltip unless `title` says more. */
  readonly label: string;
};

/** A push button that shows an icon alone. */
export function IconButton({ look = 'quiet', size = 'normal', icon, label, ...rest }: IconButtonProps) {
  return (
    <button
      title={label}
      {...rest}
      type="button"
      aria-label={label}
      className={rest.className ? `button ${rest.className}` : 'button'}
      data-look={look}
      data-size={size}
      data-square=""
    >
      <Icon name={icon} size={size === 'small' ? 14 : 16} />
    </button>
  );
}
