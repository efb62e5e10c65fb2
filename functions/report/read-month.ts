import { type Market, marketsAt } from '../../lib/domain/index.ts';
import {
  type LakeRequest,
  type LogSources,
  type ObjectStore,
  readAssignments,
  readMonthDecisions,
  readMonthUnits,
  withLake,
} from '../../lib/stores/index.ts';
import type { MonthDependencies } from './state-month.ts';

/** Where the lake lies. */
type Place = Pick<LakeRequest, 'catalog' | 'temporaryDirectory'> & {
  objects: Pick<ObjectStore, 'list' | 'download'>;
  /** Of the decision log. */
  seals: LogSources['seals'];
};

/** Make the readers of a month: who operated what, what it earned, which decisions took effect. */
export function createMonthReader(
  place: Place,
  markets: readonly Market[],
): Pick<MonthDependencies, 'objects' | 'readAssignments' | 'readUnits' | 'readDecisions'> {
  return {
    objects: place.objects,
    readAssignments: (key) => readAssignments(place, key),
    readDecisions: (request, days) => readMonthDecisions(place, request, days),
    readUnits: ({ merchant, market }, span) => {
      const locationMarkets = marketsAt(span.location, markets);
      return withLake(
        {
          ...{ ...place, merchant, market },
          neighbours: locationMarkets.filter((name) => name !== market),
          kinds: ['orders', 'products', 'stock'],
        },
        (lake) => readMonthUnits(lake, { ...span, locationMarkets }),
      );
    },
  };
}
