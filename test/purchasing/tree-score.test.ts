import { describe, expect, test } from '@jest/globals';
import { packTrees, scoreRows } from '../../lib/purchasing/tree-score.ts';

describe('scoreRows', () => {
  test('adds up the leaf that each tree leads a row to, a bin on the threshold going left', () => {
    const single = { feature: [-1], threshold: [0], left: [-1], right: [-1], value: [10] };
    const twoSplits = {
      ...{ feature: [1, -1, 0, -1, -1], threshold: [4, 0, 7, 0, 0] },
      ...{ left: [1, -1, 3, -1, -1], right: [2, -1, 4, -1, -1], value: [0, 1, 0, 2, 3] },
    };
    // by feature 1 (≤ 4: 1), then by feature 0 (≤ 7: 2, else 3)
    const bins = Uint8Array.of(9, 4, 7, 5, 8, 5);

    const scores = scoreRows(packTrees([single, twoSplits]), { count: 3, features: 2, bins });

    expect([...scores]).toEqual([11, 12, 13]);
  });
});
