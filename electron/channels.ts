import { type CallName, contract, type PushName } from './contract.ts';

/** The IPC channel of a call, and of a push. */
export const callChannel = (name: CallName): string => `call:${name}`;
export const pushChannel = (name: PushName): string => `push:${name}`;

export const callNames = Object.keys(contract.call) as CallName[];
export const pushNames = Object.keys(contract.push) as PushName[];

/**
 * What the preload reads the contract's names from: it stands in a sandbox where it can load nothing, and schemas would
 * make every window start slower.
 */
export const namesArguments = (): string[] => [
  `--potstill-calls=${callNames.join(',')}`,
  `--potstill-pushes=${pushNames.join(',')}`,
];
