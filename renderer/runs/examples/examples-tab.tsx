import { useState } from 'react';
import { Segmented } from '../../design/segmented.tsx';
import { laneColour, networkKinds, networkPlaces } from '../lanes.ts';
import type { RunData } from '../run-data.ts';
import type { RunView } from '../run-view.ts';
import './examples-tab.css';
import type { ColourOf } from './examples-props.ts';
import { FurthestExamples } from './furthest-examples.tsx';
import { WatchedExamples } from './watched-examples.tsx';

type ExamplesTabProps = { readonly data: RunData; readonly view: RunView };

const MODES = [
  { value: 'watched', label: 'By epoch' },
  { value: 'furthest', label: 'Furthest apart' },
] as const;

/** Single examples, with what teacher and student answer to them side by side. */
export function ExamplesTab({ data, view }: ExamplesTabProps) {
  const [mode, setMode] = useState<(typeof MODES)[number]['value']>('watched');
  const kinds = networkKinds(data.plan);
  const places = networkPlaces(data.plan);
  const colourOf: ColourOf = (network) =>
    laneColour({ kind: kinds.get(network) ?? 'student', nth: places.get(network) ?? 0 });
  const modes = <Segmented label="Which examples" options={MODES} value={mode} onChange={setMode} />;
  const Shown = mode === 'watched' ? WatchedExamples : FurthestExamples;
  return <Shown data={data} view={view} modes={modes} colourOf={colourOf} />;
}
