import { RenameField } from '../design/rename-field.tsx';
import { useRuns } from '../stores/runs.ts';
import { type RunPlace, usePanelView } from './panel-view.ts';
import './run-title.css';

type RunTitleProps = {
  readonly run: string;
  readonly title: string;
  readonly at: RunPlace;
};

/** A run's title; a text field while it is being renamed here. */
export function RunTitle({ run, title, at }: RunTitleProps) {
  const renaming = usePanelView((it) => it.renaming?.run === run && it.renaming.at === at);
  if (!renaming)
    return (
      <span className="run-title truncate" title={title}>
        {title}
      </span>
    );
  const done = (name: string | null): void => {
    usePanelView.setState({ renaming: null });
    if (name && name !== title) void useRuns.getState().rename(run, name);
  };
  return <RenameField className="run-title-field" label="Title of the run" name={title} onDone={done} />;
}
