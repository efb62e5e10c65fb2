import { addDays, type GroupDemand, type SeriesRecord } from '../domain/index.ts';

/**
 * Cut a series off after so many days, so that what is learnt from it has not seen what came later: demand, prices, the
 * location's other markets. Its list price is the one that held on the last day kept.
 *
 * What has no history in the files is as today: product, costs, lead time, events. Contracts and quantity breaks are left out.
 *
 * @param days - days kept, of `record.demand`
 * @param position - units on hand on the evening of the last day kept; nothing is on order
 */
export function seriesAsOf(record: SeriesRecord, days: number, position: number): SeriesRecord {
  const asOf = addDays(record.start, days - 1);
  const groups = record.groups.map((group) => groupAsOf(group, days));
  const price = priceAt(groups) ?? record.product.listPriceMicros;
  const { rivals, ...own } = record;
  return {
    ...own,
    demand: record.demand.slice(0, days),
    censoredDays: record.censoredDays.filter((day) => day < days),
    groups,
    priceList: [],
    contracts: [],
    product: { ...record.product, listPriceMicros: price },
    stock: { onHand: position, onOrder: 0, reserved: 0, asOf },
    siblings: record.siblings.map((sibling) => ({
      ...sibling,
      demand: sibling.demand.slice(0, Math.max(0, sibling.demand.length - (record.demand.length - days))),
    })),
  };
}

function groupAsOf({ priceGroup, demand, priceSteps }: GroupDemand, days: number): GroupDemand {
  return {
    priceGroup,
    demand: demand.slice(0, days),
    priceSteps: priceSteps.filter(([day]) => day < days),
  };
}

/** The newest price of everyone's list, else of the first group that has one. */
function priceAt(groups: readonly GroupDemand[]): number | null {
  const listed = groups.find(({ priceGroup, priceSteps }) => priceGroup === '' && priceSteps.length > 0);
  const group = listed ?? groups.find(({ priceSteps }) => priceSteps.length > 0);
  return group?.priceSteps.at(-1)?.[1] ?? null;
}
