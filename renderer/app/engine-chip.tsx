import { bridge } from '../bridge.ts';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { Popover } from '../design/popover.tsx';
import { showToast } from '../design/toast.tsx';
import { readAppInfo, useAppInfo } from './app-info.ts';
import './engine-chip.css';

/** On what a run would train; says plainly where that is slow, and how to get the fast engine. */
export function EngineChip() {
  const engine = useAppInfo((it) => it.info?.engine);
  if (!engine) return null;
  const slow = engine.state === 'slow';
  return (
    <Popover
      label="Engine"
      trigger={(attributes) => (
        <button
          type="button"
          className="engine-chip"
          data-state={engine.state}
          title={slow ? 'Training is slow here: how to make it fast' : 'What trains your networks'}
          {...attributes}
        >
          <Icon name={slow ? 'warning' : 'zap'} size={14} />
          {slow ? 'Slow engine' : engine.device}
        </button>
      )}
    >
      {() => (
        <div className="engine selectable">
          <h2 className="engine-title">{engine.name}</h2>
          <p className="engine-device">{engine.device}</p>
          {slow ? (
            <SlowAdvice advice={engine.advice} />
          ) : (
            <p>
              The native engine is in place. It runs in a process of its own: if it ends, your work stays.
            </p>
          )}
        </div>
      )}
    </Popover>
  );
}

/** The command at the end of the advice, as it is to be typed. */
const COMMAND = /npm run [^.]+$/;

function SlowAdvice({ advice }: { advice: string }) {
  const command = COMMAND.exec(advice)?.[0].trim();
  const copy = async (text: string) => {
    await bridge().call['clipboard.write']({ text });
    showToast({ tone: 'good', text: 'Copied. Run it in a terminal, then look again.' });
  };
  return (
    <>
      <p>{command === undefined ? advice : advice.slice(0, -command.length).trim()}</p>
      {command !== undefined && <code className="engine-command">{command}</code>}
      <div className="engine-buttons">
        {command !== undefined && (
          <Button size="small" icon="copy" onClick={() => void copy(command)}>
            Copy command
          </Button>
        )}
        <Button size="small" icon="restart" onClick={() => void readAppInfo()}>
          Look again
        </Button>
      </div>
    </>
  );
}
