import { expect, test } from '@jest/globals';
import { estimate } from '../../../infra/commands/estimate.ts';
import { estimateNight, MEASURED } from '../../../infra/commands/measured-night.ts';

test('writes what was measured a series, and names the steps that pass their limit', () => {
  const lines: string[] = [];
  estimate(['--markets', '100', '--series', '1000000'], (line) => lines.push(line));
  const { steps, transitions } = estimateNight(24_000);

  // 1,000 shards, each an item of both Maps, and ten states beside them
  expect(transitions).toBe(2010);
  expect(steps.find(({ step }) => step === 'learn')).toMatchObject({
    invocations: 1000,
    writeUnits: 24_000 * MEASURED.learnWriteUnitsASeries,
  });
  const passed = lines.filter((line) => line.includes('PASSED')).map((line) => line.trim().split(' ')[0]);
  expect(passed).toEqual(['plan', 'segment', 'report']);
});

test('refuses what is no number', () => {
  expect(() => estimate(['--series', 'many'], () => undefined)).toThrow('--series is a number from 1 up');
});
