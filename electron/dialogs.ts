import type { Problem } from '../src/pipeline/problem.ts';

/** Kinds of file that a dialog offers. */
export const PIPELINES = { name: 'Potstill pipeline', extensions: ['json'] };
export const MODELS = { name: 'Saved model', extensions: ['safetensors'] };

export const SCRIPTS = { name: 'Python script', extensions: ['py'] };

export const PICTURES = {
  svg: { name: 'Picture (SVG)', extensions: ['svg'] },
  png: { name: 'Picture (PNG)', extensions: ['png'] },
} as const satisfies Record<string, Kind>;

export const REPORTS = {
  csv: { name: 'Table (CSV)', extensions: ['csv'] },
  html: { name: 'Report (HTML)', extensions: ['html'] },
} as const satisfies Record<string, Kind>;

export type Kind = { readonly name: string; readonly extensions: readonly string[] };

export type Question = {
  readonly kind: 'question' | 'warning';
  readonly message: string;
  readonly detail: string;
  /** The first is the one that Enter takes. */
  readonly buttons: readonly string[];
  /** Which of them Escape and closing the question mean. */
  readonly cancel: number;
};

/** What the person is asked outside of the page. Electron's own in the app (native-dialogs.ts). */
export type Dialogs = {
  /** The path of one file; undefined where the person cancelled. */
  openFile(options: {
    readonly title: string;
    readonly kind: Kind;
    readonly folder?: string;
  }): Promise<string | undefined>;
  saveFile(options: {
    readonly title: string;
    readonly kind: Kind;
    readonly path: string;
  }): Promise<string | undefined>;
  /** Says what is wrong, where the page did not ask for anything and so gets no answer. */
  tell(problem: Problem): Promise<void>;
  /** Which of the buttons. */
  ask(question: Question): Promise<number>;
};
