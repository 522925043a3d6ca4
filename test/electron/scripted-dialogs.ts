import type { Dialogs, Question } from '../../electron/dialogs.ts';
import type { Problem } from '../../src/pipeline/problem.ts';

/**
 * A person who answers as the test lays down, in order. A question that was not foreseen fails the test: the app
 * must not ask more than it has to.
 */
export class ScriptedDialogs implements Dialogs {
  /** Paths to choose next; undefined cancels. */
  readonly files: (string | undefined)[] = [];
  /** Labels of the buttons to press next. */
  readonly answers: string[] = [];
  readonly asked: Question[] = [];
  readonly told: Problem[] = [];
  /** What the file dialogs began with. */
  readonly offered: (string | undefined)[] = [];

  openFile = async ({ folder }: { readonly folder?: string }): Promise<string | undefined> =>
    this.#file(folder);

  saveFile = async ({ path }: { readonly path: string }): Promise<string | undefined> => this.#file(path);

  tell = async (problem: Problem): Promise<void> => void this.told.push(problem);

  ask = async (question: Question): Promise<number> => {
    this.asked.push(question);
    const answer = this.answers.shift();
    const at = question.buttons.indexOf(answer ?? '');
    if (at < 0) throw new Error(`Not foreseen: ${question.message} ${question.buttons.join(', ')}`);
    return at;
  };

  #file(offered: string | undefined): string | undefined {
    this.offered.push(offered);
    if (this.files.length === 0) throw new Error('A file dialog was not foreseen.');
    return this.files.shift();
  }
}
