import { regularizedGamma } from '../../numeric/index.ts';

/** Whether the arms got the units that they should have got. */
export type SampleRatio = {
  seen: { ai: number; human: number };
  expected: { ai: number; human: number };
  chiSquare: number;
  pValue: number;
  mismatch: boolean;
};

/** Below it the split did not come from the draw: something lost or added units (Kohavi, Tang & Xu 2020, ch. 21). */
const MISMATCH = 0.001;

/**
 * Test the numbers of assigned units against the shares that were planned: chi-square with one degree of freedom.
 *
 * @param aiShare - planned share of units of the AI arm, 0–1
 */
export function testSampleRatio(seen: { ai: number; human: number }, aiShare: number): SampleRatio {
  const total = seen.ai + seen.human;
  const expected = { ai: total * aiShare, human: total * (1 - aiShare) };
  const chiSquare =
    total === 0
      ? 0
      : (seen.ai - expected.ai) ** 2 / expected.ai + (seen.human - expected.human) ** 2 / expected.human;
  const pValue = 1 - regularizedGamma(0.5, chiSquare / 2);
  return { seen, expected, chiSquare, pValue, mismatch: pValue < MISMATCH };
}
