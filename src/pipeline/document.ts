import { z } from 'zod';

/** The number that a document of today carries. A higher one was written by a newer Potstill. */
export const DOCUMENT_FORMAT = 3;

/** What a file may hold at the most; a larger one is refused with a Problem, never half loaded. */
export const LIMITS = {
  bytes: 50_000_000,
  depth: 64,
  nodes: 5_000,
  wires: 20_000,
  /** Of one wire. */
  wayPoints: 64,
  text: 1_000_000,
} as const;

/** Ids are short, printable and never a key that JavaScript gives a meaning to. */
const FORBIDDEN_IDS = new Set(['__proto__', 'constructor', 'prototype']);
export const Id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'an id starts with a letter and holds letters, digits, - and _')
  .refine((id) => !FORBIDDEN_IDS.has(id), 'this word cannot be an id');

const Text = z.string().max(LIMITS.text);
const Coordinate = z.number().transform((value) => Math.min(1e6, Math.max(-1e6, value)));

/** A point of the canvas in its own units (1 unit = 1 CSS pixel at zoom 1); y grows downwards. */
export const Position = z.strictObject({ x: Coordinate, y: Coordinate });
export type Position = z.infer<typeof Position>;

/** Parameters as the person set them. What is left out takes the definition's default. */
export const Params = z.record(z.string().max(64), z.json());
export type Params = z.infer<typeof Params>;

/**
 * `muted`: for check and plan the node is not there. `bypassed`: what comes into it goes straight through. Either way the
 * node keeps its wires and parameters.
 */
export const NodeState = z.enum(['muted', 'bypassed']);
export type NodeState = z.infer<typeof NodeState>;

export const DocumentNode = z.strictObject({
  type: z.string().min(1).max(128),
  /** Version of the definition that wrote `params`; an older one is upgraded on opening. */
  version: z.int().min(1),
  /** The person's own name for the node; the definition's title when left out. */
  title: Text.optional(),
  position: Position,
  params: Params,
  /** Since format 2. Left out where the node is as it was added. */
  state: NodeState.optional(),
});
export type DocumentNode = z.infer<typeof DocumentNode>;

/** A port's own name, or `layer:` and the name of a layer. */
export const End = z.strictObject({ node: Id, port: z.string().min(1).max(128) });
export type End = z.infer<typeof End>;

export const Wire = z.strictObject({
  from: End,
  to: End,
  /** Since format 2: points through which it is led, from its output on. They say nothing of what flows. */
  via: z.array(Position).min(1).max(LIMITS.wayPoints).optional(),
});
export type Wire = z.infer<typeof Wire>;

/** What a frame may be painted in; how each looks in light and in dark is the window's. */
export const FRAME_COLOURS = ['blue', 'violet', 'rose', 'amber', 'green', 'teal'] as const;
export const FrameColour = z.enum(FRAME_COLOURS);
export type FrameColour = z.infer<typeof FrameColour>;

/** A titled rectangle behind nodes. */
export const Frame = z.strictObject({
  title: Text,
  position: Position,
  width: z.number().positive().max(1e6),
  height: z.number().positive().max(1e6),
  /** Since format 2. Grey when left out. */
  colour: FrameColour.optional(),
});
export type Frame = z.infer<typeof Frame>;

/** A card with text in Markdown beside the nodes. It is for people alone: no check and no plan looks at it. */
export const Note = z.strictObject({
  text: Text,
  position: Position,
  width: z.number().positive().max(1e6),
  height: z.number().positive().max(1e6),
});
export type Note = z.infer<typeof Note>;

/**
 * A part of a pipeline that stands as one node: what it holds, and what of it is shown outside. Every node of the type
 * `subgraph:<id>` stands for it, so that a change of it is a change of them all.
 *
 * Positions are counted from where a node that stands for it is drawn.
 */
export const Subgraph = z.strictObject({
  title: Text,
  nodes: z.record(Id, DocumentNode),
  wires: z.record(Id, Wire),
  frames: z.record(Id, Frame).default({}),
  notes: z.record(Id, Note).default({}),
  /** By name, the inputs within that one wire from outside feeds. */
  inputs: z.record(Id, z.strictObject({ into: z.array(End).min(1).max(LIMITS.wires) })),
  outputs: z.record(Id, z.strictObject({ from: End })),
  /** By name, the parameter of a node within that each node that stands for the subgraph may set for itself. */
  params: z.record(Id, z.strictObject({ node: Id, param: z.string().min(1).max(64) })),
});
export type Subgraph = z.infer<typeof Subgraph>;

/**
 * What the person drew. Data only: nothing in it runs, and opening it reads no other file.
 * `nodes`, `wires`, `frames`, `notes` and `subgraphs` are keyed by id; ids are unique within their own record.
 */
export const Document = z.strictObject({
  potstill: z.literal(DOCUMENT_FORMAT),
  title: Text,
  description: Text,
  nodes: z.record(Id, DocumentNode),
  wires: z.record(Id, Wire),
  frames: z.record(Id, Frame),
  /** Since format 2. A file without notes leaves it out. */
  notes: z.record(Id, Note).default({}),
  /** Since format 3. A file without subgraphs leaves it out. */
  subgraphs: z.record(Id, Subgraph).default({}),
});
export type Document = z.infer<typeof Document>;

/**
 * The lowest format that can say all that a document says. Files carry it, so that an older Potstill still opens what
 * uses nothing new, and says what is wrong where it cannot.
 */
export function leastFormat({ nodes, wires, frames, notes, subgraphs }: Document): number {
  if (Object.keys(subgraphs).length > 0) return 3;
  const led = Object.values(wires).some((it) => it.via !== undefined);
  const painted = Object.values(frames).some((it) => it.colour !== undefined);
  const off = Object.values(nodes).some((it) => it.state !== undefined);
  return painted || off || led || Object.keys(notes).length > 0 ? 2 : 1;
}

export function emptyDocument(title = 'Untitled'): Document {
  return {
    potstill: DOCUMENT_FORMAT,
    title,
    description: '',
    nodes: {},
    wires: {},
    frames: {},
    notes: {},
    subgraphs: {},
  };
}
