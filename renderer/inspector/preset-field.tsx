import { useId } from 'react';
import type { NodeDefinition } from '../../src/nodes/define.ts';
import type { Params } from '../../src/pipeline/document.ts';
import { edit } from '../stores/document.ts';
import { MarkdownLine } from './markdown.tsx';
import { presetOf, withPreset } from './presets.ts';

type PresetFieldProps = {
  readonly node: string;
  readonly definition: NodeDefinition;
  readonly params: Params;
};

const OWN = 'own';

/** Values that others trained with, to be taken all at once, and where they come from. */
export function PresetField({ node, definition, params }: PresetFieldProps) {
  const id = useId();
  const { presets } = definition;
  const chosen = presetOf(definition, params);
  const choose = (title: string): void => {
    const preset = presets.find((it) => it.title === title);
    if (preset)
      edit(`Use the values “${preset.title}”`, (document) => withPreset(document, node, definition, preset));
  };
  return (
    <div className="param">
      <div className="param-head">
        <label htmlFor={id}>Values</label>
      </div>
      <select
        id={id}
        className="input"
        aria-describedby={`${id}-source`}
        value={chosen?.title ?? OWN}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {!chosen && <option value={OWN}>Your own</option>}
        {presets.map(({ title }) => (
          <option key={title} value={title}>
            {title}
          </option>
        ))}
      </select>
      <div id={`${id}-source`} className="param-words">
        <p className="param-help selectable">
          {chosen ? <MarkdownLine text={chosen.source} /> : 'Choose values that others trained with.'}
        </p>
      </div>
    </div>
  );
}
