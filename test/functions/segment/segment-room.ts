import { tmpdir } from 'node:os';
import { createHandler } from '../../../functions/segment/handler.ts';
import { type BuyerInterest, dayNumber, type RunName } from '../../../lib/domain/index.ts';
import { toColumns } from '../../../lib/purchasing/index.ts';
import {
  type ItemInterest,
  keepSegmentNight,
  type OrderDayRows,
  readSegmentNightBefore,
} from '../../../lib/stores/index.ts';
import { aggregatesOf, type SomeBuyer } from '../../clustering/some-buyers.ts';
import { aMarket } from '../../domain/a-market.ts';
import { objectsInMemory } from '../../stores/objects-in-memory.ts';

/**
 * The segment step with stores that keep what they are given, by key, and a lake that holds these buyers.
 *
 * @param groups - price groups by customer
 * @param items - what customers looked at
 */
export function openSegmentRoom(
  buyers: readonly SomeBuyer[],
  {
    groups = {},
    objects = objectsInMemory(),
    items = [],
    optedOut = async () => new Set<string>(),
  }: {
    groups?: Readonly<Record<string, string>>;
    objects?: ReturnType<typeof objectsInMemory>;
    items?: readonly ItemInterest[];
    optedOut?: () => Promise<ReadonlySet<string>>;
  } = {},
) {
  const stored = new Map<string, unknown>();
  const advised = new Map<string, unknown>();
  const listed = new Map<string, unknown>();
  const done: string[] = [];
  const asked: RunName[] = [];
  const keep = async ({ pk, sk }: { pk: string; sk: string }, value: unknown) => {
    stored.set(`${pk} ${sk}`, value);
  };
  const handler = createHandler({
    lake: {
      read: async (name) => {
        asked.push(name);
        return {
          aggregates: aggregatesOf(buyers, { orderLines: 10 * buyers.length }),
          priceGroups: new Map(Object.entries(groups)),
          orderDays: orderDaysOf(buyers),
          interest: new Map(items.map(({ customer }) => [customer, lookedOnce])),
          itemInterest: items,
          offerGround: {
            purchases: toColumns(
              buyers.map(({ customer }) => ({
                ...{ customer, sku: 'A-1', day: dayNumber('2025-01-01'), quantity: 1, price: 2 },
                ...{ invoice: customer, country: 'Germany' },
              })),
            ),
            assortment: new Map(['A-1', ...items.map(({ sku }) => sku)].map((sku) => [sku, Number.NaN])),
            shortages: new Map(),
          },
        };
      },
    },
    objects,
    nights: {
      before: (name) => readSegmentNightBefore({ objects, temporaryDirectory: tmpdir() }, name),
      keep: (name, night) => keepSegmentNight({ objects }, name, night),
    },
    readOptOuts: optedOut,
    segmentations: { put: keep },
    buyers: {
      putAll: async (entries) => {
        for (const { key, value } of entries) await keep(key, value);
      },
    },
    advice: {
      putAll: async (entries) => {
        for (const { key, value } of entries) advised.set(key.sk, value);
      },
    },
    targetLists: {
      putAll: async (entries) => {
        for (const { key, value } of entries) listed.set(key.sk, value);
      },
    },
    targetIndexes: {
      put: async ({ sk }, value) => {
        listed.set(sk, value);
      },
    },
    progress: {
      done: async (...names) => {
        done.push(names.join(' '));
      },
    },
    markets: [aMarket()],
  });
  return { handler, stored, advised, listed, done, asked, objects };
}

/** How often a customer looked does not matter here. */
const lookedOnce: BuyerInterest = {
  ...{ views30Days: 1, views90Days: 1, searches30Days: 0, searches90Days: 0 },
  ...{ openQuotes: 0, endedQuotes: 0, wonQuotes: 0 },
};

/** Every buyer ordered on its first and its last day. */
const orderDaysOf = (buyers: readonly SomeBuyer[]): OrderDayRows => ({
  customers: buyers.map(({ customer }) => customer),
  start: Int32Array.from({ length: buyers.length + 1 }, (_, c) => 2 * c),
  day: Int32Array.from(buyers.flatMap(({ firstDay = 0, lastDay = 0 }) => [firstDay, lastDay])),
  amountMinor: new Float64Array(2 * buyers.length).fill(100),
});
