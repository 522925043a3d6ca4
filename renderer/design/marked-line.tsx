import { Icon, type IconName } from './icon.tsx';
import './marked-line.css';

type MarkedLineProps = { readonly icon: IconName; readonly title: string; readonly detail: string };

/** How one thing of a list stands there: its icon in `--category`, its title, and a line on it. */
export function MarkedLine({ icon, title, detail }: MarkedLineProps) {
  return (
    <>
      <span className="line-mark">
        <Icon name={icon} size={14} />
      </span>
      <span className="line-words">
        <span className="line-title truncate">{title}</span>
        <span className="line-detail truncate">{detail}</span>
      </span>
    </>
  );
}
