/**
 * What flows through a wire. A port is declared with a `PortSpec`; once the document is checked, each
 * wire carries a `PortType`: the same kind with every dimension known.
 */

/** A size, or a letter that stands for one: the same letter means the same size within one node. `n` is the batch. */
export type Dim = number | string;

export type PortKind = PortSpec['kind'];

type Described = {
  /** Shown at the port; the port's own name in words when left out. */
  readonly title?: string;
  readonly help?: string;
  /** An input that may stay open, or an output that gives nothing where an input is open. */
  readonly optional?: boolean;
  /** One of a row of alike optional inputs: of those that are open the first alone need be seen. */
  readonly spare?: boolean;
};

export type PortSpec = Described &
  (
    | { readonly kind: 'data' }
    | { readonly kind: 'network' }
    | {
        readonly kind: 'model';
        /** Takes what trains several students at once; others are told to pick one of them. */
        readonly several?: true;
      }
    /** What several methods made of one student, side by side. */
    | { readonly kind: 'models' }
    | { readonly kind: 'optimizer' }
    | { readonly kind: 'schedule' }
    | { readonly kind: 'scalar' }
    | { readonly kind: 'labels'; readonly classes: Dim }
    | {
        readonly kind: 'activation';
        /** Sizes in order; a last letter that begins with `...` stands for any number of dimensions. */
        readonly dims: readonly Dim[];
        /** `yes`: must come from what is being trained. `no`: must come from a frozen network. */
        readonly gradient: 'yes' | 'no' | 'any';
      }
  );

/** How many examples each part of a data set holds. */
export type PartCounts = { readonly train: number; readonly validation: number; readonly test: number };

/** What a network costs on one example. */
export type NetworkSize = { readonly parameters: number; readonly multiplyAdds: number };

/** What the numbers of a text mean. */
export type TokenKinds = {
  /** How many are told apart. */
  readonly vocabulary: number;
  /** The one that fills a short text. */
  readonly padding: number;
  /** Whether some of them are hidden, to be found again. */
  readonly masked: boolean;
};

/** One layer of a network that has met its data; its id is the member of a node's `layer:*` ports. */
export type LayerType = {
  readonly id: string;
  /** What it is, e.g. `conv2d`. */
  readonly kind: string;
  /** Of its activation on one example. */
  readonly shape: readonly number[];
};

/** A network on one kind of input: its cost, and its layers in order. */
export type MeasuredNetwork = NetworkSize & {
  readonly layers: readonly LayerType[];
  /** The layers with all that a plan says of them, for nodes that make another network of it. */
  readonly architecture: readonly object[];
};

export type PortType =
  | {
      readonly kind: 'data';
      readonly name: string;
      /** Height, width, channels of one image; the tokens of one text. */
      readonly shape: readonly number[];
      /** Of text; left out for images. */
      readonly tokens?: TokenKinds;
      readonly classes: number;
      readonly counts: PartCounts;
    }
  | {
      readonly kind: 'network';
      /** Fixed by the architecture or the saved file; otherwise as many as the data has classes. */
      readonly outputs?: number;
      /**
       * The cost of this architecture on such an input, or the reason why it cannot take it; null where it is made from a
       * model that the compiler alone knows.
       */
      readonly measure: (
        input: readonly number[],
        classes: number,
        tokens?: TokenKinds,
      ) => MeasuredNetwork | { readonly refusal: string } | null;
    }
  | { readonly kind: 'models' }
  | ModelType
  | { readonly kind: 'optimizer' }
  | { readonly kind: 'schedule' }
  | {
      readonly kind: 'scalar';
      readonly gradient: boolean;
      /** The models that a gradient of it reaches, as far as they are known. */
      readonly trains?: readonly ModelType[];
    }
  | { readonly kind: 'labels'; readonly classes: number }
  | {
      readonly kind: 'activation';
      readonly dims: readonly (number | 'n')[];
      readonly gradient: boolean;
      /** The model that a gradient would reach through it. */
      readonly model?: ModelType;
    };

/** A network with weights. What is left out is known to the compiler alone. */
export type ModelType = {
  readonly kind: 'model';
  readonly shape?: readonly number[];
  readonly classes?: number;
  readonly size?: NetworkSize;
  readonly layers?: readonly LayerType[];
  readonly architecture?: readonly object[];
  /** How many students were trained together, where it stands for more than one. */
  readonly several?: number;
};

/** The ports that a definition declares on one side, by name. */
export type PortSpecs = Readonly<Record<string, PortSpec>>;

/*
 * A name that ends in `:*` declares a family: as many outputs as the node's inference gives types for, in its order, each
 * `prefix:member`. Whoever looks a port up by its name asks here, so that a member is a port like every other.
 */
const EVERY_MEMBER = ':*';

export const isFamily = (name: string): boolean => name.endsWith(EVERY_MEMBER);

/** The family and the member that a name such as `layer:conv2d-1` stands for; undefined where it names no family of these. */
export function memberOf(
  specs: PortSpecs,
  name: string,
): { readonly family: string; readonly member: string } | undefined {
  const colon = name.indexOf(':');
  const family = `${name.slice(0, colon)}${EVERY_MEMBER}`;
  const member = name.slice(colon + 1);
  return colon < 1 || member === '' || member === '*' || !Object.hasOwn(specs, family)
    ? undefined
    : { family, member };
}

/** What a port carries: declared by its own name, or as a member of a family. Whether there is such a member, inference says. */
export function portSpec(specs: PortSpecs | undefined, name: string): PortSpec | undefined {
  if (specs === undefined || isFamily(name)) return undefined;
  if (Object.hasOwn(specs, name)) return specs[name];
  const found = memberOf(specs, name);
  const family = found && specs[found.family];
  return family && { ...family, title: found.member };
}

/** The ports that are there whatever flows: all but families. */
export const singlePorts = (specs: PortSpecs): readonly (readonly [name: string, spec: PortSpec])[] =>
  Object.entries(specs).filter(([name]) => !isFamily(name));

/** The inputs that are worth seeing: of a row of alike ones those that are wired, and the next. */
export function seenInputs(specs: PortSpecs, wired: (port: string) => boolean): readonly string[] {
  let offered = false;
  return singlePorts(specs).flatMap(([port, { spare }]) => {
    if (!spare || wired(port)) return [port];
    if (offered) return [];
    offered = true;
    return [port];
  });
}

/** The ports of one family among those of a checked node, in order. */
export const membersOf = <T>(
  family: string,
  ports: Readonly<Record<string, T>>,
): readonly (readonly [name: string, port: T])[] =>
  Object.entries(ports).filter(([name]) => name.startsWith(family.slice(0, -1)));

/** The names of all ports of one side, as declared; a family gives way to those of its members that a checked node has. */
export const portsThere = (
  specs: PortSpecs,
  checked: Readonly<Record<string, PortType | undefined>> = {},
): readonly string[] =>
  Object.keys(specs).flatMap((name) =>
    isFamily(name) ? membersOf(name, checked).map(([member]) => member) : [name],
  );

/** The kinds that each kind of output may feed. Data feeds a network with its images and a loss with its labels. */
const FEEDS: Readonly<Record<PortKind, readonly PortKind[]>> = {
  data: ['data', 'activation', 'labels'],
  network: ['network'],
  model: ['model'],
  models: ['models'],
  optimizer: ['optimizer'],
  schedule: ['schedule'],
  scalar: ['scalar'],
  labels: ['labels'],
  activation: ['activation'],
};

export function kindsJoin(from: PortKind, to: PortKind): boolean {
  return FEEDS[from].includes(to);
}

/** The kinds an input takes, in words. */
export function feedersOf(to: PortKind): readonly PortKind[] {
  return (Object.keys(FEEDS) as PortKind[]).filter((from) => kindsJoin(from, to));
}

/** What one wire carries, short enough to stand on it: `28×28×1 · 10 classes`, `n×10`. */
export function describeType(type: PortType): string {
  switch (type.kind) {
    case 'data':
      return `${type.shape.join('×')}${type.tokens ? ' tokens' : ''} · ${type.classes} classes`;
    case 'activation':
      return type.dims.join('×');
    case 'labels':
      return `${type.classes} classes`;
    case 'model':
      if (type.several !== undefined) return `${type.several} models`;
      return type.shape === undefined ? 'model' : `${type.shape.join('×')} → ${type.classes}`;
    case 'network':
      return type.outputs === undefined ? 'network' : `network → ${type.outputs}`;
    case 'scalar':
      return 'loss';
    case 'models':
    case 'optimizer':
    case 'schedule':
      return type.kind;
    default:
      return never(type);
  }
}

/** Ends an exhaustive switch: a kind that is added without its case does not compile. */
export function never(value: never): never {
  throw new Error(`A kind without its case: ${JSON.stringify(value)}`);
}
