import { useState } from 'react';
import { ModelFile } from '../../src/nodes/params.ts';
import { type Problem, ProblemError } from '../../src/pipeline/problem.ts';
import { bridge, unwrap } from '../bridge.ts';
import { Button, IconButton } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { useDocument } from '../stores/document.ts';
import { fieldValue } from './form-fields.ts';
import type { ParamProps } from './param-props.ts';
import { ParamRow } from './param-row.tsx';
import { resetParam, writeParam } from './param-write.ts';

/** A saved model that the person picks; main reads it and tells what it is, the document keeps no path. */
export function ModelFileField(props: ParamProps<'model-file'>) {
  const { node, field, params } = props;
  const [refusal, setRefusal] = useState<Problem>();
  const file = ModelFile.nullable().safeParse(fieldValue(field, params)).data ?? null;
  const pick = async (): Promise<void> => {
    setRefusal(undefined);
    const { key } = useDocument.getState();
    try {
      const picked = await unwrap(bridge().call['model.pick']({}));
      // Another document may be shown by then; it may have such a node too.
      if (picked && useDocument.getState().key === key) writeParam(node, field, picked);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setRefusal(error.problem);
    }
  };
  const refused = refusal && [refusal.message, refusal.fix].filter(Boolean).join(' ');
  return (
    <ParamRow {...props} typed={refused}>
      {(control) =>
        file ? (
          <div className="param-file">
            <Icon name="model" />
            <div>
              <p className="truncate" title={file.name}>
                {file.name}
              </p>
              <p className="param-file-facts" title={`SHA-256 ${file.sha256}`}>
                {file.input.join('×')} → {file.classes} classes
              </p>
            </div>
            <IconButton
              id={control.id}
              aria-describedby={control['aria-describedby']}
              icon="folder"
              size="small"
              label="Choose another file"
              onClick={() => void pick()}
            />
            <IconButton
              icon="close"
              size="small"
              label="Take no file"
              onClick={() => resetParam(node, field)}
            />
          </div>
        ) : (
          <Button
            id={control.id}
            aria-describedby={control['aria-describedby']}
            icon="folder"
            onClick={() => void pick()}
          >
            Choose a model file…
          </Button>
        )
      }
    </ParamRow>
  );
}
