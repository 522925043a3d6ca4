import type { EngineInfo } from '../../../plan/events.ts';
import type { GraphEngine } from '../graph/graph-engine.ts';

/** An engine that runs: what it is, and what it can do beyond tfjs's single ops. */
export type StartedEngine = {
  readonly info: EngineInfo;
  readonly graphs: GraphEngine | null;
  /** The driver's number of the card, where it computes on one. */
  readonly card: number;
};
