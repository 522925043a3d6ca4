import { Dialog } from '../design/dialog.tsx';
import { Icon } from '../design/icon.tsx';
import { useView } from '../stores/view.ts';
import './about-dialog.css';
import { useAppInfo } from './app-info.ts';

const close = (): void => {
  useView.setState({ dialog: null });
};

/** What this is, which version, what it trains with, under which licence. */
export function AboutDialog() {
  const info = useAppInfo((it) => it.info);
  return (
    <Dialog title="About Potstill" onClose={close}>
      <div className="about selectable">
        <span className="about-mark">
          <Icon name="still" size={48} />
        </span>
        <div>
          <p className="about-name">Potstill {info?.version}</p>
          <p>A desktop studio for knowledge distillation.</p>
        </div>
        <dl className="about-facts">
          <dt>Engine</dt>
          <dd>{info ? `${info.engine.name}, ${info.engine.device}` : '…'}</dd>
          <dt>Electron</dt>
          <dd>{info?.electron ?? '…'}</dd>
          <dt>Chromium</dt>
          <dd>{/Chrome\/([\d.]+)/.exec(navigator.userAgent)?.[1] ?? 'unknown'}</dd>
          <dt>System</dt>
          <dd>{info?.platform ?? '…'}</dd>
          <dt>Licence</dt>
          <dd>Apache-2.0. The notices of what it is built with lie beside the app.</dd>
        </dl>
      </div>
    </Dialog>
  );
}
