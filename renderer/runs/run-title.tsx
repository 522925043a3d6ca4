import { useEffect, useRef } from 'react';
import { useRuns } from '../stores/runs.ts';
import { usePanelView } from './panel-view.ts';
import './run-title.css';

type RunTitleProps = {
  readonly run: string;
  readonly title: string;
  readonly at: 'head' | 'list';
};

/** A run's title; a text field while it is being renamed here. */
export function RunTitle({ run, title, at }: RunTitleProps) {
  const renaming = usePanelView((it) => it.renaming?.run === run && it.renaming.at === at);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (renaming) field.current?.select();
  }, [renaming]);
  if (!renaming)
    return (
      <span className="run-title truncate" title={title}>
        {title}
      </span>
    );
  const done = (name: string): void => {
    usePanelView.setState({ renaming: null });
    const next = name.trim();
    if (next !== '' && next !== title) void useRuns.getState().rename(run, next);
  };
  return (
    <input
      ref={field}
      className="run-title-field"
      aria-label="Title of the run"
      defaultValue={title}
      maxLength={200}
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
      autoFocus
      onBlur={(event) => done(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key !== 'Escape') return;
        event.currentTarget.value = title;
        event.currentTarget.blur();
      }}
    />
  );
}
