import { create } from 'zustand';
import type { Problem } from '../../src/pipeline/problem.ts';
import type { UnsavedAnswer } from './guard.ts';

/** What the person is asked or told about files. */
export type FileQuestion =
  | {
      readonly kind: 'unsaved';
      readonly name: string;
      readonly answer: (answer: UnsavedAnswer) => void;
    }
  | { readonly kind: 'refused'; readonly name: string; readonly problem: Problem }
  | { readonly kind: 'recovered' };

/** The first is shown; the others wait for their turn. */
export const useFileQuestions = create<{ readonly questions: readonly FileQuestion[] }>(() => ({
  questions: [],
}));

const ask = (question: FileQuestion): void =>
  useFileQuestions.setState(({ questions }) => ({ questions: [...questions, question] }));

/** It was answered or put aside. */
export const closeFileQuestion = (kind: FileQuestion['kind']): void =>
  useFileQuestions.setState(({ questions }) => {
    const at = questions.findIndex((it) => it.kind === kind);
    return { questions: questions.filter((_, index) => index !== at) };
  });

/** What to do with the changes of the open document. */
export function askUnsaved(name: string): Promise<UnsavedAnswer> {
  return new Promise((resolve) => {
    const answer = (given: UnsavedAnswer): void => {
      closeFileQuestion('unsaved');
      resolve(given);
    };
    ask({ kind: 'unsaved', name, answer });
  });
}

/** Why a file was not opened. */
export const tellRefused = (name: string, problem: Problem): void => ask({ kind: 'refused', name, problem });

/** Which of the work that was found to go on with. */
export const offerRecovered = (): void => ask({ kind: 'recovered' });
