import { titleOf } from '../../../src/pipeline/check.ts';
import type { DocumentWords } from '../../../src/pipeline/document-differences.ts';
import { portSpec } from '../../../src/pipeline/ports.ts';
import { definitions } from '../../catalogue.ts';
import { describeValue } from '../../inspector/describe-value.ts';
import {
  type FormField,
  fieldValue,
  formFields,
  shownFields,
  type Value,
} from '../../inspector/form-fields.ts';

/** The words of the catalogue: what the forms and cards call nodes, parameters and ports. */
export const documentWords: DocumentWords = {
  titleOf: (document, node) => titleOf(document, definitions, node),
  paramsOf: (node) => {
    const definition = definitions.get(node.type);
    if (!definition)
      return new Map(
        Object.entries(node.params).map(([param, value]) => [
          param,
          { title: param, value, text: JSON.stringify(value).slice(0, 60) },
        ]),
      );
    return new Map(
      shownFields(formFields(definition), node.params).map((field) => [
        field.param,
        toldField(field, fieldValue(field, node.params)),
      ]),
    );
  },
  portTitle: (node, side, port) => {
    const definition = definitions.get(node.type);
    const spec = portSpec(side === 'input' ? definition?.inputs : definition?.outputs, port);
    return spec?.title ?? port;
  },
};

const toldField = (field: FormField, value: Value) => ({
  title: field.title,
  value,
  text: describeValue(field, value),
});
