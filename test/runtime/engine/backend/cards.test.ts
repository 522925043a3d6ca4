import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deviceName, nvidiaCards } from '../../../../src/runtime/engine/backend/cards.ts';
import { temporaryFolders } from '../../temporary-folder.ts';

const folderOf = temporaryFolders();
const CARDS = ['Slow One', 'Fast One'];

describe('cards', () => {
  test('are named in the order of the bus, from what the driver writes', () => {
    const root = folderOf();
    for (const [bus, text] of [
      ['0000:41:00.0', 'Model: \t\t Fast One\nIRQ:   \t\t 155\n'],
      ['0000:01:00.0', 'Model: \t\t Slow One\n'],
      ['0000:81:00.0', 'IRQ:   \t\t 12\n'],
    ] as const) {
      mkdirSync(join(root, bus));
      writeFileSync(join(root, bus, 'information'), text);
    }
    expect(nvidiaCards(root)).toEqual(['Slow One', 'Fast One', 'NVIDIA GPU']);
  });

  test('are none where there is no driver', () => {
    expect(nvidiaCards(join(folderOf(), 'none'))).toEqual([]);
  });
});

describe('the name of a device', () => {
  test('is the processor where no card is used, whatever is there', () => {
    expect(deviceName(false, CARDS, undefined)).toBe('CPU');
  });

  test('is that of the card that was chosen', () => {
    expect(deviceName(true, CARDS, '1')).toBe('CUDA: Fast One');
  });

  test('leaves open which it is where nobody chose, unless all are alike', () => {
    expect(deviceName(true, CARDS, undefined)).toBe('CUDA: Slow One or Fast One');
    expect(deviceName(true, ['Same', 'Same'], undefined)).toBe('CUDA: Same');
  });

  test('is no more than that where the driver does not tell', () => {
    expect(deviceName(true, [], '0')).toBe('CUDA: NVIDIA GPU');
    expect(deviceName(true, CARDS, '7')).toBe('CUDA: NVIDIA GPU');
  });
});
