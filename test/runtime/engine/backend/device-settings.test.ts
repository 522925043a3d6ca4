import { describe, expect, test } from 'vitest';
import { deviceSettings } from '../../../../src/runtime/engine/backend/device-settings.ts';

/* What CUDA's libraries are told before they are loaded. By their manuals: no card was there to try it on. */

const auto = { device: 'auto', tf32: true } as const;

describe('the settings of a device', () => {
  test('memory is taken as it is needed, and cards are counted as the driver counts them', () => {
    expect(deviceSettings(auto, {})).toEqual({
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
    });
  });

  test('the processor is no card', () => {
    expect(deviceSettings({ ...auto, device: 'cpu' }, {}).CUDA_VISIBLE_DEVICES).toBe('-1');
    expect(deviceSettings({ ...auto, device: 'cpu' }, { CUDA_VISIBLE_DEVICES: '0' })).toMatchObject({
      CUDA_VISIBLE_DEVICES: '-1',
    });
  });

  test.each([
    ['of all', undefined, 'gpu-2', '2'],
    ['of those that are shown', '3, 5', 'gpu-1', '5'],
    ['of those that are shown by name', 'GPU-8f6a,GPU-11d0', 'gpu-0', 'GPU-8f6a'],
    ['beyond those that are shown: none', '3', 'gpu-1', '-1'],
    ['of none', '', 'gpu-0', '-1'],
  ] as const)('one card %s', (_, shown, device, set) => {
    const env = shown === undefined ? {} : { CUDA_VISIBLE_DEVICES: shown };
    expect(deviceSettings({ ...auto, device }, env).CUDA_VISIBLE_DEVICES).toBe(set);
  });

  test('without TF32 the libraries are told so, and else nothing of it', () => {
    expect(deviceSettings({ ...auto, tf32: false }, {}).NVIDIA_TF32_OVERRIDE).toBe('0');
    expect(deviceSettings(auto, {})).not.toHaveProperty('NVIDIA_TF32_OVERRIDE');
  });

  test('what the person has set stands', () => {
    const own = { TF_FORCE_GPU_ALLOW_GROWTH: 'false', CUDA_DEVICE_ORDER: 'FASTEST_FIRST' };
    expect(deviceSettings(auto, own)).toEqual(own);
  });
});
