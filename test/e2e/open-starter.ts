import { beforeEach } from 'vitest';
import type { Person } from './launch-app.ts';
import { Studio } from './studio.ts';
import { templateFile } from './template-file.ts';

/** The studio of a person who opened the starter with other parameters, from a file of their own. */
export async function openStarter(
  person: Person,
  params: Parameters<typeof templateFile>[2],
): Promise<{ readonly studio: Studio; readonly file: string }> {
  const file = templateFile(person, 'tempered-softmax-mnist', params);
  const studio = await Studio.open({ person, args: [file] });
  await studio.node('Student').waitFor();
  return { studio, file };
}

/** Takes a picture of the window for each test of the group that fails. */
export function pictureFailures(studio: () => Studio): void {
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => studio().screenshot(`failed ${task.name.slice(0, 40)}`));
  });
}
