import { showToast } from '../design/toast.tsx';
import { problemOf } from '../problem-of.ts';

/** Chromium says this of a layout that took two rounds; nothing is wrong then. */
const HARMLESS = /^ResizeObserver loop/;

function tell(error: unknown): void {
  const { message, found, fix } = problemOf(error);
  showToast({ tone: 'problem', text: message, more: [found, fix].filter(Boolean).join('. ') });
}

/** Tells of what went wrong outside of drawing, where no boundary holds it; returns the undoing. */
export function reportFaults(): () => void {
  const onError = ({ error, message }: ErrorEvent): void => {
    if (!HARMLESS.test(message)) tell(error ?? message);
  };
  const onRejection = ({ reason }: PromiseRejectionEvent): void => tell(reason);
  window.addEventListener('error', onError);
  window.addEventListener('unhandledrejection', onRejection);
  return () => {
    window.removeEventListener('error', onError);
    window.removeEventListener('unhandledrejection', onRejection);
  };
}
