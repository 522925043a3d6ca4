import type { ReactNode } from 'react';
import { Icon, type IconName } from '../design/icon.tsx';
import './remark.css';

type RemarkProps = {
  readonly tone?: 'plain' | 'warning' | 'danger';
  readonly icon: IconName;
  readonly children: ReactNode;
};

/** A sentence beside the figures that they do not say themselves. */
export function Remark({ tone = 'warning', icon, children }: RemarkProps) {
  return (
    <div className="remark selectable" data-tone={tone}>
      <Icon name={icon} className="remark-icon" />
      <div>{children}</div>
    </div>
  );
}
