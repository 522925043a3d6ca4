import { useEffect, useState } from 'react';
import { Icon } from '../design/icon.tsx';
import './drop-file.css';
import { droppedText } from './dropped-text.ts';
import { openCopy } from './file-commands.ts';
import { tellRefused } from './file-question.ts';

/** A file that is dropped anywhere on the window opens as a copy: the page reads its text and knows no path. */
export function DropFile() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onDragOver = (event: DragEvent): void => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    // Without a related target the pointer has left the window, not only one of its parts.
    const onDragLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (!carriesFile(event) || !file) return;
      event.preventDefault();
      void open(file);
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="drop-file">
      <p>
        <Icon name="document" size={24} />
        Drop to open a copy
      </p>
    </div>
  );
}

/** What is dragged from the palette is no file. */
const carriesFile = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;

async function open(file: File): Promise<void> {
  const text = await droppedText(file);
  if (text.ok) openCopy(file.name, text.value);
  else tellRefused(file.name, text.problem);
}
