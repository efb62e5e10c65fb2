import type { PlottedDay, PlottedDays } from '../../../../lib/charts/index.ts';
import { dayNumber } from '../../../../lib/domain/calendar.ts';
import type { WhatIfAnswer } from '../../../../lib/domain/index.ts';
import type { Language } from '../language/language.tsx';
import { changedLine } from './changed-line.ts';
import { type OnHand, type Projection, runsOutOn, type StockDay } from './stock-days.ts';

type Speech = Pick<Language, 'words' | 'say' | 'format'>;
type Replenishment = NonNullable<WhatIfAnswer['replenishment']>;
type Options = { projection: Projection; replenishment: Replenishment | null; speech: Speech };

/** Lay out how stock runs down and fills up: arrivals, the reorder point, the lead time, the last day to order and that of running out. */
export function plottedStock(days: readonly StockDay[], options: Options): PlottedDays {
  const { words } = options.speech;
  const told = words.sku.stock;
  const of = (which: 'planned' | 'ordered' | 'changed', quantile: keyof OnHand) =>
    days.map((day) => day[which]?.[quantile] ?? null);
  const has = (which: 'ordered' | 'changed') => days.some((day) => day[which] !== undefined);
  const first = days[0]?.day ?? 0;
  return {
    ...{ first, last: days.at(-1)?.day ?? first, from: first },
    bands: [
      { name: told.range, low: of('planned', 'p10'), high: of('planned', 'p90'), ink: 'fan' },
      ...(has('changed')
        ? [
            {
              ...{ name: told.changedRange, low: of('changed', 'p10'), high: of('changed', 'p90') },
              ink: 'changed-fan' as const,
            },
          ]
        : []),
    ],
    lines: [
      { name: told.planned, values: of('planned', 'p50'), ink: 'forecast', width: 2 },
      ...(has('ordered')
        ? [{ name: told.ordered, values: of('ordered', 'p50'), ink: 'observed' as const, dash: [5, 3] }]
        : []),
      ...(has('changed') ? [changedLine(told.changed, of('changed', 'p50'))] : []),
    ],
    shaded: [],
    ...markedStock(options, has('changed')),
  };
}

function markedStock(
  { projection, replenishment, speech: { words, say, format } }: Options,
  isChanged: boolean,
): Pick<PlottedDays, 'spans' | 'days' | 'levels'> {
  const told = words.sku.stock;
  const arrivals: PlottedDay[] = projection.planned.arrivals.map(({ date, units }) => ({
    ...{ kind: told.arrival, name: say(told.arrives, { units: format.units(units) }) },
    ...{ day: dayNumber(date), ink: 'axis', dash: [2, 4] },
  }));
  if (replenishment === null) return { spans: [], days: arrivals, levels: [] };
  const { planned, changed } = replenishment;
  const from = dayNumber(projection.from);
  const stockOut = runsOutOn(projection, projection.planned);
  // of the line that is drawn
  const changedStockOut = runsOutOn(projection, projection.changed.ordered ?? projection.changed);
  const leadTime = (days: number) => ({
    ...{ kind: told.leadTime, from, to: from + Math.round(days) - 1 },
    name: say(told.leadTimeOf, { days: format.units(days) }),
  });
  return {
    spans: [
      { ...leadTime(planned.leadTime.meanDays), ink: 'event', row: 0 },
      ...(isChanged && changed.leadTime.meanDays !== planned.leadTime.meanDays
        ? [
            {
              ...{ ...leadTime(changed.leadTime.meanDays), kind: told.changedLeadTime },
              ...{ ink: 'changed' as const, row: 1 as const },
            },
          ]
        : []),
    ],
    days: [
      ...arrivals,
      ...dayOf(told.latestOrder, planned.latestOrderDate, 'price'),
      ...dayOf(told.stockOut, stockOut, 'alert'),
      ...(isChanged && changedStockOut !== stockOut
        ? dayOf(told.changedStockOut, changedStockOut, 'changed')
        : []),
    ],
    levels: [
      {
        name: say(told.reorderPoint, { units: format.units(planned.reorderPoint) }),
        value: planned.reorderPoint,
      },
      ...(isChanged && changed.reorderPoint !== planned.reorderPoint
        ? [
            {
              name: say(told.changedReorderPoint, { units: format.units(changed.reorderPoint) }),
              value: changed.reorderPoint,
            },
          ]
        : []),
    ],
  };
}

const dayOf = (name: string, date: string | null, ink: PlottedDay['ink']): PlottedDay[] =>
  date === null ? [] : [{ name, day: dayNumber(date), ink, dash: [6, 3] }];
