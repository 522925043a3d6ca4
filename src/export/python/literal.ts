const KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

/** A JSON value as Python writes it. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, it]) => `${JSON.stringify(key)}: ${literal(it)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}

/** `weightDecay` as Python's own style has it. */
export const snake = (name: string): string =>
  name.replace(/[A-Z]/g, (it) => `_${it.toLowerCase()}`).replaceAll('-', '_');

/** Arguments by name; a name that Python keeps for itself goes in by a dictionary. */
export function named(args: Readonly<Record<string, string>>): string[] {
  const all = Object.entries(args).map(([name, value]) => [snake(name), value] as const);
  const kept = all.filter(([name]) => KEYWORDS.has(name));
  return [
    ...all.filter(([name]) => !KEYWORDS.has(name)).map(([name, value]) => `${name}=${value}`),
    ...(kept.length > 0 ? [`**{${kept.map(([name, value]) => `"${name}": ${value}`).join(', ')}}`] : []),
  ];
}

/** JSON arguments by name. */
export const namedLiterals = (args: Readonly<Record<string, unknown>>): string[] =>
  named(Object.fromEntries(Object.entries(args).map(([name, value]) => [name, literal(value)])));

/** A title as a name of Python that no other has yet. */
export function identifier(title: string, taken: Set<string>): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const first = /^[a-z]/.test(plain) ? plain : `network_${plain}`.replace(/_$/, '');
  let name = first;
  for (let at = 2; taken.has(name) || KEYWORDS.has(name); at += 1) name = `${first}_${at}`;
  taken.add(name);
  return name;
}

/** `student_alone` as a class is called. */
export const className = (name: string): string =>
  name
    .split('_')
    .map((it) => `${it.slice(0, 1).toUpperCase()}${it.slice(1)}`)
    .join('');

/** A call, on one line where it fits. */
export function call(name: string, args: readonly string[], indent = 0): string {
  const line = `${name}(${args.join(', ')})`;
  if (line.length + indent <= 110) return line;
  const inner = ' '.repeat(indent + 4);
  return `${name}(\n${args.map((it) => `${inner}${it},\n`).join('')}${' '.repeat(indent)})`;
}
