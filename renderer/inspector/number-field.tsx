import { useRef } from 'react';
import { Slider } from '../design/field.tsx';
import { describeNumber } from './describe-value.ts';
import { DraftInput } from './draft-input.tsx';
import { fieldValue } from './form-fields.ts';
import { allowedNumbers, inverseText, numberText, readNumber, type Stride, stepped } from './number-text.ts';
import type { ParamProps } from './param-props.ts';
import { ParamRow } from './param-row.tsx';
import { writeParam } from './param-write.ts';
import { sliderScale } from './slider-scale.ts';
import { newGesture, useDraft } from './use-draft.ts';

/** A number: typed, moved by arrow keys, or by a slider where its range is one that a hand can go over. */
export function NumberField(props: ParamProps<'number'>) {
  const { node, field, params } = props;
  const value = fieldValue(field, params);
  const draft = useDraft<number>({
    value,
    show: numberText,
    read: (text) => readNumber(text, field),
    write: (next, gesture) => writeParam(node, field, next, gesture),
  });
  const scale = sliderScale(field);
  const inverse = typeof value === 'number' ? inverseText(value, field) : undefined;
  const slide = useRef(newGesture());
  return (
    <ParamRow {...props} typed={draft.problem} limits={allowedNumbers(field)}>
      {(control) => (
        <div
          className="param-number"
          onPointerDown={() => {
            slide.current = newGesture();
          }}
        >
          <DraftInput
            control={control}
            draft={draft}
            inputMode={field.whole ? 'numeric' : 'decimal'}
            onKeyDown={(event) => {
              draft.onKey(event);
              const up = event.key === 'ArrowUp';
              if ((!up && event.key !== 'ArrowDown') || typeof value !== 'number') return;
              event.preventDefault();
              const stride: Stride = event.shiftKey ? 'ten' : event.altKey ? 'tenth' : 'one';
              draft.set(stepped(value, field, up, stride));
            }}
          />
          {scale && typeof value === 'number' && (
            <Slider
              label={field.title}
              value={scale.toStop(value)}
              min={0}
              max={scale.stops}
              step={1}
              text={[describeNumber(value), inverse].filter(Boolean).join(', ')}
              onChange={(stop) => writeParam(node, field, scale.toValue(stop), slide.current)}
            />
          )}
          {inverse && <span className="param-inverse">{inverse}</span>}
        </div>
      )}
    </ParamRow>
  );
}
