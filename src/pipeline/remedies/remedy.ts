import type { CheckedGraph } from '../check.ts';
import type { Definitions, PipelineDefinition } from '../definition.ts';
import type { Document, Position } from '../document.ts';
import type { Problem } from '../problem.ts';

/** Finds room for a new node between nodes that are there; whoever draws the pipeline knows sizes. */
export type Place = (
  document: Document,
  definition: PipelineDefinition,
  between: readonly string[],
) => Position;

/** One edit that makes a problem go away. It is of the document that the problem was found in. */
export type Remedy = {
  /** What a button says: `Insert a projector`. */
  readonly title: string;
  /** The document as it would be. Wires keep their ids where they only end elsewhere. */
  readonly apply: (place: Place) => Document;
  /** The nodes that it adds or changes, to be shown after it. */
  readonly nodes: readonly string[];
};

/** What a remedy is looked for with. */
export type Complaint = {
  readonly document: Document;
  readonly checked: CheckedGraph;
  readonly definitions: Definitions;
  readonly problem: Problem;
  /** Whether the check of the mended document agrees. */
  readonly works: (remedy: Remedy) => boolean;
};

/** Proposes what works, the best first. */
export type RemedyMaker = (complaint: Complaint) => readonly Remedy[];

/** The first that works, as a list. */
export function firstThatWorks(remedies: Iterable<Remedy>, works: Complaint['works']): readonly Remedy[] {
  for (const remedy of remedies) if (works(remedy)) return [remedy];
  return [];
}
