import { describe, expect, test } from '@jest/globals';
import { timeSortedId } from '../../lib/runtime/time-sorted-id.ts';

describe('timeSortedId', () => {
  test('writes time as the ULID specification does', () => {
    // the specification's own example: 1469918176385 ms is 01ARYZ6S41
    expect(timeSortedId('2016-07-30T22:36:16.385Z')).toMatch(/^01ARYZ6S41[0-9A-HJKMNP-TV-Z]{16}$/);
  });

  test('sorts by time, and never repeats', () => {
    const instants = ['1999-12-31T23:59:59.999Z', '2025-01-01T00:00:00.000Z', '2025-01-01T00:00:00.001Z'];
    const ids = instants.map(timeSortedId);
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(Array.from({ length: 1000 }, () => timeSortedId('2025-01-01T00:00:00Z'))).size).toBe(1000);
  });
});
