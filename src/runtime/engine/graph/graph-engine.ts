import type { Precision } from '../../../plan/plan.ts';
import type { Graph } from './graph.ts';
import type { RecordedBackend } from './recorder.ts';
import type { SessionBinding } from './session.ts';

/** What a TensorFlow engine offers beyond single ops. */
export type GraphEngine = {
  readonly binding: SessionBinding;
  readonly backend: RecordedBackend;
};

/** What is done to every recorded graph before it is loaded. */
export type Improve = (graph: Graph, precision: Precision) => Graph;
