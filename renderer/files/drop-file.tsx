import { useEffect, useState } from 'react';
import { Icon } from '../design/icon.tsx';
import './drop-file.css';
import { openDropped } from './file-commands.ts';

/** Files that are dropped anywhere on the window open as copies: the page reads their text and knows no path. */
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
      const files = [...(event.dataTransfer?.files ?? [])];
      if (!carriesFile(event) || files.length === 0) return;
      event.preventDefault();
      openDropped(files);
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
