import type { Dim, PortSpec } from '../../pipeline/ports.ts';
import { choice } from '../params.ts';

type LayerPort = Extract<PortSpec, { kind: 'activation' }>;

/** A layer of what is being trained. */
export const studentLayer = (
  dims: readonly Dim[],
  more: Pick<LayerPort, 'title' | 'help' | 'optional'> = {},
): LayerPort => ({ kind: 'activation', dims, gradient: 'yes', title: 'student layer', ...more });

/** A layer of a frozen network. */
export const teacherLayer = (
  dims: readonly Dim[],
  more: Pick<LayerPort, 'title' | 'help' | 'optional'> = {},
): LayerPort => ({ kind: 'activation', dims, gradient: 'no', title: 'teacher layer', ...more });

/** How the maps of a convolution become one vector an example. */
export const mapsParam = () =>
  choice(['pool', 'flatten'], 'pool', {
    title: 'Maps',
    help: 'What becomes of maps [n,h,w,c]: their mean over places, or every value. Other layers are taken as they are.',
    titles: { pool: 'Mean over places', flatten: 'Every value' },
  });

/** Maps of both sides, of sizes of their own; `teacher` is the letter of the teacher's channels. */
export const mapPorts = (teacher: 'c' | 'd') => ({
  student: studentLayer(['n', 'h', 'w', 'c']),
  teacher: teacherLayer(['n', 'i', 'j', teacher]),
});

/** Layers of both sides, each of any shape. */
export const anyLayers = {
  student: studentLayer(['n', '...s']),
  teacher: teacherLayer(['n', '...t']),
};

/** Layers of one shape. */
export const equalLayers = {
  student: studentLayer(['n', '...s']),
  teacher: teacherLayer(['n', '...s']),
};
