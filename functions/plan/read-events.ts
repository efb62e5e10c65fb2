import { addDays, type MarketEvent } from '../../lib/domain/index.ts';
import { marketHolidays } from '../../lib/runtime/market-holidays.ts';
import type { Lake } from '../../lib/stores/index.ts';
import { textOrNull } from './read-facts.ts';
import { PLANNED_DAYS, type Scope } from './series-tables.ts';

/** Finds the events of a SKU and its category, oldest first; those of the whole market among them. */
export type EventFinder = (sku: string, category: string | null) => MarketEvent[];

/**
 * Read what the market's events files and its country's holidays say of the window and the year after.
 *
 * A row without SKU and category is the whole market's. A row without kind is a promotion.
 */
export async function readEvents(lake: Lake, { market, asOf, from }: Scope): Promise<EventFinder> {
  const until = addDays(asOf, PLANNED_DAYS);
  const rows = await lake.run(EVENTS, { from, until });
  const everyones = marketHolidays(market, from, until);
  const bySku = new Map<string, MarketEvent[]>();
  const byCategory = new Map<string, MarketEvent[]>();
  for (const row of rows) {
    const event: MarketEvent = {
      name: String(row.name),
      kind: kindOf(textOrNull(row.kind)),
      from: String(row.from),
      to: String(row.to),
    };
    const [sku, category] = [textOrNull(row.sku), textOrNull(row.category)];
    if (sku !== null) bySku.set(sku, [...(bySku.get(sku) ?? []), event]);
    else if (category !== null) byCategory.set(category, [...(byCategory.get(category) ?? []), event]);
    else everyones.push(event);
  }
  return (sku, category) =>
    [
      ...everyones,
      ...(bySku.get(sku) ?? []),
      ...(category === null ? [] : (byCategory.get(category) ?? [])),
    ].sort((one, other) => (one.from < other.from ? -1 : Number(one.from > other.from)));
}

const EVENTS = `SELECT name, kind, sku, category, "from", "to" FROM events
  WHERE "to" >= "from" AND "to" >= CAST($from AS DATE) AND "from" <= CAST($until AS DATE)
  ORDER BY "from", name, sku, category`;

function kindOf(kind: string | null): MarketEvent['kind'] {
  switch (kind) {
    case 'holiday':
    case 'closure':
    case 'launch':
    case 'delisting':
      return kind;
    default:
      return 'promotion';
  }
}
