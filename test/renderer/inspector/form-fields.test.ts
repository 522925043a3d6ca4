import { describe, expect, it } from 'vitest';
import { refuseParam } from '../../../renderer/inspector/allowed-param.ts';
import { describeValue } from '../../../renderer/inspector/describe-value.ts';
import { formFields, isDefault, shownFields } from '../../../renderer/inspector/form-fields.ts';
import { numberText, readNumber, stepped } from '../../../renderer/inspector/number-text.ts';
import { sliderScale } from '../../../renderer/inspector/slider-scale.ts';
import { catalogue } from '../../../src/nodes/catalogue.gen.ts';

const everyField = catalogue.flatMap((definition) =>
  formFields(definition).map((field) => ({ name: `${definition.type}.${field.param}`, definition, field })),
);

describe.each(everyField)('the field of $name', ({ definition, field }) => {
  it('has words, and a default that the schema takes and a card can show', () => {
    expect(field.title).not.toBe(field.param);
    expect(field.help).not.toBe('');
    expect(refuseParam(definition, {}, field.param, field.default)).toBeUndefined();
    expect(describeValue(field, field.default)).not.toBe('');
    expect(isDefault(field, {})).toBe(true);
  });

  it('lets nothing through that the schema refuses, and refuses nothing that it takes', () => {
    if (field.kind === 'choice')
      for (const { value } of field.options)
        expect(refuseParam(definition, {}, field.param, value)).toBeUndefined();
    if (field.kind !== 'number') return;
    const tries = [field.min, field.max, field.min - 1, field.max + 1, 0.5, 1, 3.7];
    for (const value of tries)
      expect([value, readNumber(String(value), field).ok]).toEqual([
        value,
        refuseParam(definition, {}, field.param, value) === undefined,
      ]);
  });

  it('moves by its keys and its slider within its limits alone', () => {
    if (field.kind !== 'number' || typeof field.default !== 'number') return;
    for (const start of [field.default, field.min, field.max])
      for (const up of [true, false])
        for (const stride of ['one', 'ten', 'tenth'] as const) {
          const next = stepped(start, field, up, stride);
          expect(readNumber(numberText(next), field)).toEqual({ ok: true, value: next });
          expect(up ? next >= start : next <= start).toBe(true);
        }
    const scale = sliderScale(field);
    for (let stop = 0; stop <= (scale?.stops ?? -1); stop += 1) {
      const value = scale?.toValue(stop);
      expect(readNumber(numberText(value), field).ok).toBe(true);
      expect(Math.abs((scale?.toStop(value ?? 0) ?? 0) - stop)).toBeLessThan(1);
    }
  });
});

describe('fields that depend on another', () => {
  const teacher = catalogue.find((it) => it.type === 'model.teacher');
  const shown = (params: Record<string, string>) =>
    teacher ? shownFields(formFields(teacher), params).map((it) => it.param) : [];

  it('are shown only while they mean something', () => {
    expect(shown({})).toEqual(['weights', 'epochs', 'batch', 'learningRate', 'seed']);
    expect(shown({ weights: 'file' })).toEqual(['weights', 'file']);
    expect(shown({ weights: 'wire' })).toEqual(['weights']);
  });
});
