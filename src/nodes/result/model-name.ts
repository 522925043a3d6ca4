import { z } from 'zod';
import { paramMeta } from '../params.ts';

/** A parameter that is the name of a file in the run folder, without its ending. */
export function modelName(value: string, help: string) {
  const name = z
    .string()
    .min(1)
    .max(100)
    .regex(/^[\p{L}\p{N}_-][\p{L}\p{N} ._-]*$/u, 'a file name of letters, digits, spaces, dots, - and _')
    .default(value);
  paramMeta.add(name, { title: 'Name', help });
  return name;
}
