import fc from 'fast-check';
import { type Document, FRAME_COLOURS, NodeState } from '../../src/pipeline/document.ts';
import {
  addFrame,
  addNode,
  addNote,
  addWire,
  moveNodes,
  moveNotes,
  newId,
  removeFrames,
  removeNodes,
  removeNotes,
  removeWires,
  setDescription,
  setFrameColour,
  setNodeState,
  setNodeTitle,
  setParam,
  setTitle,
  stemOf,
  updateFrame,
  updateNote,
} from '../../src/pipeline/edits.ts';
import { duplicate, paste } from '../../src/pipeline/fragment.ts';
import { ProblemError } from '../../src/pipeline/problem.ts';
import { makeSubgraph } from '../../src/pipeline/subgraph/make-subgraph.ts';
import { hideParam, showParam } from '../../src/pipeline/subgraph/shown-params.ts';
import { subgraphOf, subgraphType } from '../../src/pipeline/subgraph/subgraph.ts';
import { detach, unpack } from '../../src/pipeline/subgraph/unpack.ts';
import { addWayPoint, moveWayPoints, setWayPoints, wayPointsBetween } from '../../src/pipeline/way-points.ts';
import { anyDocument, definitions, json } from './arbitrary.ts';

export type Edit = (document: Document) => Document;

const pick = (record: Readonly<Record<string, unknown>>, at: number): string => {
  const ids = Object.keys(record);
  return ids[at % Math.max(1, ids.length)] ?? 'nobody';
};
const types = [...definitions.keys()];
const point = fc.record({
  x: fc.integer({ min: -5000, max: 5000 }),
  y: fc.integer({ min: -5000, max: 5000 }),
});

/** Some nodes into one, where that closes no circle. */
function groupedAt(document: Document, at: readonly number[], title: string): Document {
  const nodes = new Set(at.map((one) => pick(document.nodes, one)).filter((id) => document.nodes[id]));
  const frames = new Set(Object.keys(document.frames).slice(0, 1));
  try {
    return nodes.size === 0 ? document : makeSubgraph(document, { nodes, frames }, title).document;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'subgraph-circle') return document;
    throw error;
  }
}

/** Every kind of edit, on whatever stands in the document at that moment. */
export const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.nat(), point).map(
    ([at, position]): Edit =>
      (it) => {
        const type = types[at % types.length] as string;
        return addNode(it, newId(it.nodes, stemOf(type)), { type, version: 1, position, params: {} });
      },
  ),
  fc.tuple(fc.nat(), fc.nat()).map(
    ([a, b]): Edit =>
      (it) =>
        addWire(it, {
          from: { node: pick(it.nodes, a), port: 'loss' },
          to: { node: pick(it.nodes, b), port: 'loss' },
        }),
  ),
  fc.tuple(fc.nat(), fc.nat(), point).map(
    ([a, b, to]): Edit =>
      (it) =>
        moveNodes(it, { [pick(it.nodes, a)]: to, [pick(it.nodes, b)]: { x: to.y, y: to.x } }),
  ),
  fc.array(fc.nat(), { maxLength: 4 }).map(
    (at): Edit =>
      (it) =>
        removeNodes(
          it,
          at.map((one) => pick(it.nodes, one)),
        ),
  ),
  fc.nat().map(
    (at): Edit =>
      (it) =>
        removeWires(it, [pick(it.wires, at)]),
  ),
  fc.tuple(fc.nat(), fc.constantFrom('factor', 'epochs'), fc.option(json, { nil: undefined })).map(
    ([at, param, value]): Edit =>
      (it) =>
        setParam(it, pick(it.nodes, at), param, value),
  ),
  fc.tuple(fc.nat(), point).map(
    ([at, to]): Edit =>
      (it) =>
        addWayPoint(it, pick(it.wires, at), to, [to, { x: 0, y: 0 }]),
  ),
  fc.tuple(fc.nat(), fc.array(point, { maxLength: 3 })).map(
    ([at, points]): Edit =>
      (it) =>
        setWayPoints(it, pick(it.wires, at), points),
  ),
  fc.tuple(fc.nat(), fc.nat(), point).map(
    ([a, b, by]): Edit =>
      (it) =>
        moveWayPoints(it, wayPointsBetween(it, new Set([pick(it.nodes, a), pick(it.nodes, b)])), by),
  ),
  fc.tuple(fc.nat(), fc.constantFrom(...NodeState.options, undefined)).map(
    ([at, state]): Edit =>
      (it) =>
        setNodeState(it, [pick(it.nodes, at)], state),
  ),
  fc.tuple(fc.nat(), fc.string()).map(
    ([at, title]): Edit =>
      (it) =>
        setNodeTitle(it, pick(it.nodes, at), title),
  ),
  fc.string().map(
    (title): Edit =>
      (it) =>
        setTitle(it, title),
  ),
  fc.string().map(
    (text): Edit =>
      (it) =>
        setDescription(it, text),
  ),
  fc.tuple(fc.string(), point).map(
    ([title, position]): Edit =>
      (it) =>
        addFrame(it, newId(it.frames, 'frame'), { title, position, width: 100, height: 80 }),
  ),
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 500 })).map(
    ([at, width]): Edit =>
      (it) =>
        updateFrame(it, pick(it.frames, at), { width }),
  ),
  fc.tuple(fc.nat(), fc.constantFrom(...FRAME_COLOURS, undefined)).map(
    ([at, colour]): Edit =>
      (it) =>
        setFrameColour(it, pick(it.frames, at), colour),
  ),
  fc.nat().map(
    (at): Edit =>
      (it) =>
        removeFrames(it, [pick(it.frames, at)]),
  ),
  fc.tuple(fc.string(), point).map(
    ([text, position]): Edit =>
      (it) =>
        addNote(it, newId(it.notes, 'note'), { text, position, width: 200, height: 100 }),
  ),
  fc.tuple(fc.nat(), fc.string()).map(
    ([at, text]): Edit =>
      (it) =>
        updateNote(it, pick(it.notes, at), { text }),
  ),
  fc.tuple(fc.nat(), point).map(
    ([at, to]): Edit =>
      (it) =>
        moveNotes(it, { [pick(it.notes, at)]: to }),
  ),
  fc.nat().map(
    (at): Edit =>
      (it) =>
        removeNotes(it, [pick(it.notes, at)]),
  ),
  fc.array(fc.nat(), { maxLength: 4 }).map(
    (at): Edit =>
      (it) =>
        duplicate(
          it,
          new Set([...at.map((one) => pick(it.nodes, one)), pick(it.frames, at[0] ?? 0)]),
          { x: 32, y: 32 },
          new Set([pick(it.notes, at[0] ?? 0)]),
        ).document,
  ),
  fc.tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), fc.string()).map(
    ([at, title]): Edit =>
      (it) =>
        groupedAt(it, at, title),
  ),
  fc.tuple(fc.nat(), fc.nat()).map(
    ([at, of]): Edit =>
      (it) => {
        // A second node for one of its subgraphs, which may make no sense.
        const type = subgraphType(pick(it.subgraphs, of));
        const id = newId(it.nodes, 'block');
        return addNode(it, id, { type, version: 1, position: { x: at % 5000, y: 0 }, params: {} });
      },
  ),
  fc.tuple(fc.nat(), fc.boolean()).map(
    ([at, apart]): Edit =>
      (it) => {
        const instances = Object.keys(it.nodes).filter((id) => subgraphOf(it.nodes[id]?.type ?? ''));
        const id = instances[at % Math.max(1, instances.length)] ?? 'nobody';
        return apart ? detach(it, id) : unpack(it, id).document;
      },
  ),
  fc.tuple(fc.nat(), fc.nat(), fc.boolean()).map(
    ([at, of, shown]): Edit =>
      (it) => {
        const id = pick(it.subgraphs, at);
        const { nodes = {}, params = {} } = it.subgraphs[id] ?? {};
        return shown ? showParam(it, id, pick(nodes, of), 'factor') : hideParam(it, id, pick(params, of));
      },
  ),
  fc.tuple(anyDocument, point).map(
    ([other, centre]): Edit =>
      (it) =>
        paste(it, other, centre).document,
  ),
);
