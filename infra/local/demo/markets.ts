import { addDays, daysBetween, InputError } from '../../../lib/domain/index.ts';

/** The first and the last full day of the demo's two years. The end is fixed: a run's business date comes from the data. */
export const FIRST_DATE = '2024-07-01';
export const LAST_DATE = '2026-06-30';
/** Days of the demo, both ends counted. */
export const DAYS = daysBetween(FIRST_DATE, LAST_DATE) + 1;

/** Every day of the demo as text, oldest first. */
export const dates: readonly string[] = Array.from({ length: DAYS }, (_, day) => addDays(FIRST_DATE, day));

/** Write a day of the demo (0 is the first) as `YYYY-MM-DD`. */
export function dateAt(day: number): string {
  const date = dates[day];
  if (date === undefined) throw new InputError(`day ${day} is outside the demo's ${DAYS} days`);
  return date;
}

/** Tell the weekday of a day of the demo, 1 for Monday: 2024-07-01 was one. */
export function weekdayAt(day: number): number {
  return (day % 7) + 1;
}

/** A market of the demo seller, with what shapes its trade. */
export type DemoMarket = {
  readonly market: string;
  readonly country: string;
  readonly currency: string;
  readonly location: string;
  /** Made-up, constant price of one euro, used to translate the catalogue. */
  readonly unitsPerEur: number;
  /** Prices are whole multiples of this, in millionths; cheap goods go finer where the currency has cents. */
  readonly priceStepMicros: number;
  readonly finePriceStepMicros: number;
  readonly buyers: number;
  /** Order lines a calendar day at reference price and season. */
  readonly linesPerDay: number;
  /** Only the SKUs of the small range. */
  readonly smallRange: boolean;
  /** Relative willingness to order by weekday, Monday first. */
  readonly weekdays: readonly number[];
  /** `MM-DD` days on which most buyers are closed beside public holidays. */
  readonly closures: readonly { name: string; from: string; to: string }[];
};

const CENT = { priceStepMicros: 10_000, finePriceStepMicros: 100 };
const YEN = { priceStepMicros: 1_000_000, finePriceStepMicros: 1_000_000 };
const YEAR_END = { name: 'Year-end closure', from: '12-27', to: '12-31' };

/** The demo's markets; `gb` is small and shares the location of `de`, under which their common stock is exported. */
export const demoMarkets: readonly DemoMarket[] = [
  {
    market: 'de',
    country: 'DE',
    currency: 'EUR',
    location: 'hamburg',
    unitsPerEur: 1,
    ...CENT,
    buyers: 120,
    linesPerDay: 45,
    smallRange: false,
    weekdays: [1.25, 1.15, 1.1, 1, 0.7, 0.08, 0.03],
    closures: [YEAR_END],
  },
  {
    market: 'gb',
    country: 'GB',
    currency: 'GBP',
    location: 'hamburg',
    unitsPerEur: 0.86,
    ...CENT,
    buyers: 20,
    linesPerDay: 5,
    smallRange: true,
    weekdays: [1.15, 1.15, 1.1, 1.05, 0.8, 0.06, 0.04],
    closures: [YEAR_END],
  },
  {
    market: 'jp',
    country: 'JP',
    currency: 'JPY',
    location: 'osaka',
    unitsPerEur: 162,
    ...YEN,
    buyers: 80,
    linesPerDay: 32,
    smallRange: false,
    weekdays: [1.05, 1.1, 1.05, 1.05, 1, 0.2, 0.05],
    closures: [YEAR_END, { name: 'Obon closure', from: '08-13', to: '08-16' }],
  },
  {
    market: 'us',
    country: 'US',
    currency: 'USD',
    location: 'newark',
    unitsPerEur: 1.09,
    ...CENT,
    buyers: 100,
    linesPerDay: 40,
    smallRange: false,
    weekdays: [1.2, 1.2, 1.1, 1, 0.75, 0.1, 0.06],
    closures: [{ name: 'Year-end closure', from: '12-26', to: '12-31' }],
  },
];

/** The demo's locations: how much slower than average goods arrive there, and the market whose folder holds their files. */
export const demoLocations = [
  { location: 'hamburg', filedUnder: 'de', leadTimeFactor: 1, purchasePrefix: 'HAM' },
  { location: 'osaka', filedUnder: 'jp', leadTimeFactor: 0.9, purchasePrefix: 'OSA' },
  { location: 'newark', filedUnder: 'us', leadTimeFactor: 1.1, purchasePrefix: 'NEW' },
] as const;
export type DemoLocation = (typeof demoLocations)[number];
