import { useFileQuestions } from './file-question.ts';
import { RecoveredDialog } from './recovered-dialog.tsx';
import { RefusedDialog } from './refused-dialog.tsx';
import { UnsavedDialog } from './unsaved-dialog.tsx';

/** Whatever is asked or told about files now. */
export function FileDialogs() {
  const question = useFileQuestions((it) => it.questions[0]);
  switch (question?.kind) {
    case 'unsaved':
      return <UnsavedDialog {...question} />;
    case 'refused':
      return <RefusedDialog {...question} />;
    case 'recovered':
      return <RecoveredDialog />;
    case undefined:
      return null;
  }
}
