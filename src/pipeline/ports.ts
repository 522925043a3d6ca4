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
  /** An input that may stay open. */
  readonly optional?: boolean;
};

export type PortSpec = Described &
  (
    | { readonly kind: 'data' }
    | { readonly kind: 'network' }
    | { readonly kind: 'model' }
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

export type PortType =
  | {
      readonly kind: 'data';
      readonly name: string;
      /** Height, width, channels of one example. */
      readonly shape: readonly number[];
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
      ) => NetworkSize | { readonly refusal: string } | null;
    }
  | {
      readonly kind: 'model';
      /** Known where the model is; a trainer's model is known to the compiler alone. */
      readonly shape?: readonly number[];
      readonly classes?: number;
      readonly size?: NetworkSize;
    }
  | { readonly kind: 'optimizer' }
  | { readonly kind: 'schedule' }
  | { readonly kind: 'scalar'; readonly gradient: boolean }
  | { readonly kind: 'labels'; readonly classes: number }
  | { readonly kind: 'activation'; readonly dims: readonly (number | 'n')[]; readonly gradient: boolean };

/** The kinds that each kind of output may feed. Data feeds a network with its images and a loss with its labels. */
const FEEDS: Readonly<Record<PortKind, readonly PortKind[]>> = {
  data: ['data', 'activation', 'labels'],
  network: ['network'],
  model: ['model'],
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
      return `${type.shape.join('×')} · ${type.classes} classes`;
    case 'activation':
      return type.dims.join('×');
    case 'labels':
      return `${type.classes} classes`;
    case 'model':
      return type.shape === undefined ? 'model' : `${type.shape.join('×')} → ${type.classes}`;
    case 'network':
      return type.outputs === undefined ? 'network' : `network → ${type.outputs}`;
    case 'scalar':
      return 'loss';
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
