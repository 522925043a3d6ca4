import { describeType, feedersOf, kindsJoin, type PortKind, type PortSpec, type PortType } from './ports.ts';
import type { ProblemDraft } from './problem.ts';
import { bindShape, type Letters } from './shapes.ts';

/** A word with its article. */
export const article = (word: string): string => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;

/** Why such an output cannot feed such an input, in words; undefined where it can. Binds the letters of the node. */
export function refusal(
  type: PortType,
  spec: PortSpec,
  letters: Letters,
): Omit<ProblemDraft, 'node'> | undefined {
  const port = spec.title ?? spec.kind;
  if (!kindsJoin(type.kind, spec.kind)) return kindClash(describeType(type), type.kind, spec);
  if (spec.kind === 'labels' && (type.kind === 'labels' || type.kind === 'data')) {
    const clash = bindShape([spec.classes], [type.classes], letters);
    return (
      clash && {
        code: 'classes',
        message: `The labels have ${type.classes} classes and the other inputs of this node do not: ${clash.reason}.`,
        found: String(type.classes),
        allowed: String(letters.get(String(spec.classes)) ?? spec.classes),
        fix: 'Give the network as many outputs as the data has classes.',
      }
    );
  }
  if (spec.kind === 'model' && type.kind === 'model' && type.several !== undefined && !spec.several)
    return {
      code: 'several-students',
      message: `${port} takes one model, and ${type.several} students were trained together here.`,
      found: String(type.several),
      allowed: '1',
      fix: 'Put the node One student between, and wire into it the student that is meant.',
    };
  if (spec.kind !== 'activation' || (type.kind !== 'activation' && type.kind !== 'data')) return undefined;
  const gradient = type.kind === 'activation' && type.gradient;
  if (spec.gradient === 'yes' && !gradient)
    return {
      code: 'student-frozen',
      message: `${port} must come from a network that is being trained, and this one is frozen.`,
      fix: 'Wire the student here; are teacher and student swapped?',
    };
  if (spec.gradient === 'no' && gradient)
    return {
      code: 'teacher-trained',
      message: `${port} must come from a frozen network, and this one is being trained.`,
      fix: 'Wire the teacher here; are teacher and student swapped?',
    };
  const dims: readonly (number | 'n')[] = type.kind === 'data' ? ['n', ...type.shape] : type.dims;
  const clash = bindShape(spec.dims, dims, letters);
  const anyCount = String(spec.dims.at(-1)).startsWith('...');
  return (
    clash && {
      code: 'shape',
      message: `${clash.found} does not fit ${port}: ${clash.reason}.`,
      found: clash.found,
      allowed: clash.allowed,
      fix:
        anyCount || dims.length === spec.dims.length
          ? 'Make the sizes equal at the nodes that feed these ports.'
          : `Wire an output of ${spec.dims.length} dimensions into it; a node lists the layers of its network.`,
    }
  );
}

/** Why a kind of output never feeds an input. @param what the output as it is called */
export function kindClash(what: string, kind: PortKind, spec: PortSpec): Omit<ProblemDraft, 'node'> {
  const feeders = feedersOf(spec.kind);
  return {
    code: 'kind',
    message: `${what} (${kind}) does not fit ${spec.title ?? spec.kind}, which takes ${feeders.join(' or ')}.`,
    found: kind,
    allowed: feeders.join(', '),
    fix: `Wire ${feeders.map(article).join(' or ')} output into it.`,
  };
}
