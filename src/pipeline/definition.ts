import type { z } from 'zod';
import type { PortSpec, PortType } from './ports.ts';
import type { ProblemDraft } from './problem.ts';

/** What a definition's own inference may say of a parameter or a port; the node is added by the check. */
export type LocalProblem = Omit<ProblemDraft, 'node'>;

export type Inference = {
  readonly outputs?: Readonly<Record<string, PortType>>;
  readonly problems?: readonly LocalProblem[];
};

/** Says that a problem goes away where a wire is led through the node. */
export type Mender = {
  /** Of the problem. */
  readonly code: string;
  /** The input that the wire is led into. */
  readonly through: string;
  /** The input that takes what it is to be like: another wire of the node that complains. */
  readonly like: string;
  /** The output from which it goes on. */
  readonly into: string;
};

/**
 * As much of a node's definition as the check must know. `src/nodes/define.ts` adds the rest. Handed in, so
 * that the pipeline room knows no node by name.
 */
export type PipelineDefinition = {
  readonly type: string;
  readonly version: number;
  readonly title: string;
  readonly inputs: Readonly<Record<string, PortSpec>>;
  readonly outputs: Readonly<Record<string, PortSpec>>;
  readonly params: z.ZodType<Record<string, unknown>>;
  /** A run is made for such a node; what no such node needs is not run. */
  readonly goal: boolean;
  /** What the values of a parameter are called, where it is a choice. */
  readonly choices?: (param: string) => Readonly<Record<string, string>> | undefined;
  readonly mends?: Mender;
  /** By version: turns the parameters of the version before into those of this one. */
  readonly upgrade: Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>>;
  /** Only where the letters of the ports cannot say it. Inputs that are open or broken are undefined. */
  readonly infer?: (at: {
    readonly params: Record<string, unknown>;
    readonly inputs: Readonly<Record<string, PortType | undefined>>;
  }) => Inference;
};

export type Definitions = ReadonlyMap<string, PipelineDefinition>;
