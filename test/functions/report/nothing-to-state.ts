import type { EarningsDependencies } from '../../../functions/report/state-earnings.ts';

/** A night that replayed no year: state-earnings.test.ts tells of those that did. */
export const nothingToState: EarningsDependencies = {
  objects: { get: async () => new Uint8Array(), list: async () => [] },
  years: { put: async () => undefined },
  rules: { get: async () => undefined },
};
