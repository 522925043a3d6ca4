type Raw = Record<string, unknown>;

/** Room for one node and the gap beside it, in canvas units. */
const COLUMN = 300;
const ROW = 180;

/**
 * Gives each node of a raw document that has no position one: columns by distance from the sources, rows by id.
 * For documents written by hand or by a script; a position that is there, right or wrong, is left to the schema.
 */
export function placeMissing(document: Raw): Raw {
  const nodes = recordOf(document.nodes);
  const missing = Object.keys(nodes).filter(
    (id) => isRaw(nodes[id]) && !Object.hasOwn(nodes[id], 'position'),
  );
  if (missing.length === 0) return document;
  const columns = columnsOf(Object.keys(nodes), Object.values(recordOf(document.wires)));
  const rows = new Map<number, number>();
  const placed: Raw = { ...nodes };
  for (const id of missing.sort()) {
    const column = columns.get(id) ?? 0;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    placed[id] = { ...recordOf(nodes[id]), position: { x: column * COLUMN, y: row * ROW } };
  }
  return { ...document, nodes: placed };
}

/** The longest way from a node that nothing feeds; nodes of a circle stay where they were first met. */
function columnsOf(ids: readonly string[], wires: readonly unknown[]): ReadonlyMap<string, number> {
  const next = new Map<string, string[]>();
  const waiting = new Map(ids.map((id) => [id, 0]));
  for (const wire of wires) {
    const from = recordOf(recordOf(wire).from).node;
    const to = recordOf(recordOf(wire).to).node;
    if (typeof from !== 'string' || typeof to !== 'string' || !waiting.has(from) || !waiting.has(to))
      continue;
    const targets = next.get(from);
    if (targets) targets.push(to);
    else next.set(from, [to]);
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
  }
  const columns = new Map<string, number>();
  const open = ids.filter((id) => waiting.get(id) === 0);
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const to of next.get(id) ?? []) {
      columns.set(to, Math.max(columns.get(to) ?? 0, (columns.get(id) ?? 0) + 1));
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) open.push(to);
    }
  return columns;
}

const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const recordOf = (value: unknown): Raw => (isRaw(value) ? value : {});
