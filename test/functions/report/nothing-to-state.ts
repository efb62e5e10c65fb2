import type { ReportDependencies } from '../../../functions/report/handler.ts';

const rules = { get: async () => undefined };
const never = async (): Promise<never> => {
  throw new Error('asked for what is not there');
};

/** A market without a replay of its year or a holdout: state-year.test.ts and state-month.test.ts tell of those with. */
export const nothingToState: ReportDependencies['earnings'] = {
  year: {
    ...{ objects: { get: async () => new Uint8Array(), list: async () => [] }, rules },
    years: { put: async () => undefined },
  },
  month: {
    ...{ objects: { list: async () => [] }, rules },
    ...{ readAssignments: never, readUnits: never, readDecisions: never },
    months: { get: async () => undefined, put: async () => undefined },
    lines: { putAll: async () => undefined },
  },
};

/** A market whose lake says nothing of fairness: nothing is asked. */
export const noFairness: ReportDependencies['fairness'] = {
  entries: { put: never, query: never },
  ...{ readDecided: never, epochSeconds: () => 0 },
};
