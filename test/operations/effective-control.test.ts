import { describe, expect, test } from '@jest/globals';
import { effectiveControl } from '../../lib/operations/index.ts';

const control = (mode: 'off' | 'suggest' | 'automatic', killed = false) => ({ mode, killed });

describe('effectiveControl', () => {
  test.each([
    ['off', 'off', 'off'],
    ['off', 'automatic', 'off'],
    ['suggest', 'automatic', 'suggest'],
    ['automatic', 'suggest', 'suggest'],
    ['automatic', 'off', 'off'],
    ['automatic', 'automatic', 'automatic'],
  ] as const)('of a merchant’s %s and a market’s %s takes the stricter: %s', (merchant, market, mode) => {
    const controls = { merchantControl: control(merchant), marketControl: control(market) };

    expect(effectiveControl(controls)).toEqual(control(mode));
  });

  test('only suggests where no row is stored, and leaves the choice to a market alone', () => {
    expect(effectiveControl({})).toEqual(control('suggest'));
    expect(effectiveControl({ merchantControl: control('automatic') })).toEqual(control('suggest'));
    expect(effectiveControl({ marketControl: control('automatic') })).toEqual(control('automatic'));
  });

  test('is killed when either is, whatever the modes', () => {
    const killed = control('automatic', true);

    expect(effectiveControl({ merchantControl: killed, marketControl: control('automatic') }).killed).toBe(
      true,
    );
    expect(effectiveControl({ merchantControl: control('automatic'), marketControl: killed }).killed).toBe(
      true,
    );
  });
});
