import type { NodeDefinition, Preset } from '../../src/nodes/define.ts';
import { sameJson } from '../../src/pipeline/diff.ts';
import type { Document, Params } from '../../src/pipeline/document.ts';
import { setParam } from '../../src/pipeline/edits.ts';
import { fieldValue, formFields } from './form-fields.ts';

/** The preset that parameters are of: the first whose every value they have; undefined where the person has values of their own. */
export function presetOf(definition: NodeDefinition, params: Params): Preset | undefined {
  const fields = formFields(definition);
  return definition.presets.find((preset) =>
    fields.every(
      (it) =>
        !Object.hasOwn(preset.params, it.param) ||
        sameJson(fieldValue(it, params), valueIn(preset, it.param)),
    ),
  );
}

/** Sets what a preset names and leaves all else; what equals its default is left out of the document. */
export function withPreset(
  document: Document,
  node: string,
  definition: NodeDefinition,
  preset: Preset,
): Document {
  return formFields(definition)
    .filter((it) => Object.hasOwn(preset.params, it.param))
    .reduce((before, { param, default: usual }) => {
      const value = valueIn(preset, param);
      return setParam(before, node, param, sameJson(value, usual) ? undefined : value);
    }, document);
}

const valueIn = ({ params }: Preset, param: string) => params[param] as Params[string];
