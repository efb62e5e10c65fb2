import { createRandom, type Random, seedFrom } from '../../../lib/numeric/index.ts';
import { type CatalogCategory, catalogTable, type SalesClass } from './catalog-table.ts';
import { suppliers } from './suppliers.ts';

/** A demo SKU with the parameters that generate its demand: the same for every seed and in every market. */
export type DemoProduct = {
  readonly sku: string;
  /** Which copy of the catalogue it is of, 0 for the first. */
  readonly copy: number;
  readonly name: string;
  readonly category: string;
  readonly brand: string;
  readonly priceEur: number;
  /** Purchase cost over reference price, 0–1. */
  readonly costShare: number;
  readonly stepUnits: number;
  /** Mean number of steps on a line of an ordinary buyer. */
  readonly stepsPerLine: number;
  readonly packUnits: number;
  readonly minimumOrderUnits: number;
  readonly supplier: string;
  readonly sales: SalesClass;
  /** Share of a market's order lines at reference price and season, before scaling to 1. */
  readonly popularity: number;
  /** d ln(units) / d ln(price), negative, the same in every market and price group. */
  readonly elasticity: number;
  /** Growth of log demand a year. */
  readonly growthPerYear: number;
  readonly seasonAmplitude: number;
  readonly seasonPeakDay: number;
  /** Sold under the cleanest conditions: no promotion, contract or quantity break, offered to all, hardly ever out of stock. */
  readonly clean: boolean;
  /** On sale for the last three days alone. */
  readonly isNew: boolean;
  readonly hasCost: boolean;
  /** False: sent by the supplier straight to the buyer, so no stock is kept and none is exported. */
  readonly hasStock: boolean;
  readonly hasQuantityBreak: boolean;
  /** How amply the planner orders: 1 covers mean demand over lead time and review. */
  readonly cover: number;
  /** Sold in the small market too. */
  readonly inSmallRange: boolean;
};

const CLEAN = ['FA-101', 'SA-101', 'OF-102'];
const NEW = 'OF-107';
const WITHOUT_COST = 'PK-107';
const WITHOUT_STOCK = 'CL-105';
const SMALL_RANGE_EXTRAS = ['FA-107', 'PK-105'];
/** Fixes what the table does not spell out; not the demo's seed, so that the truth stays the same from seed to seed. */
const CATALOG_SEED = 3;

const bySalesClass = {
  A: { popularity: 4.2, stepsPerLine: 3.5, minimumSteps: 40 },
  B: { popularity: 1.3, stepsPerLine: 2.5, minimumSteps: 15 },
  C: { popularity: 0.45, stepsPerLine: 2, minimumSteps: 5 },
  I: { popularity: 0.1, stepsPerLine: 1.8, minimumSteps: 2 },
} as const;

/**
 * List the products of the demo: 60 for scale 1.
 *
 * @param scale - whole number ≥ 1; copy n of a SKU has the suffix `-n`
 */
export function demoCatalog(scale: number): DemoProduct[] {
  return Array.from({ length: scale }, (_, copy) =>
    catalogTable.flatMap((category) => category.rows.map((_row, index) => product(category, index, copy))),
  ).flat();
}

function product(category: CatalogCategory, index: number, copy: number): DemoProduct {
  const [name, priceEur, stepUnits, sales] = category.rows[index] ?? ['', 1, 1, 'C'];
  const code = `${category.prefix}-${101 + index}`;
  const random = createRandom(seedFrom(CATALOG_SEED, code, String(copy)));
  const clean = CLEAN.includes(code);
  const { popularity, stepsPerLine, minimumSteps } = bySalesClass[sales];
  const packUnits = stepUnits * pick(random, [1, 2, 5]);
  const isNew = code === NEW;
  return {
    sku: copy === 0 ? code : `${code}-${copy + 1}`,
    copy,
    name: copy === 0 ? name : `${name}, variant ${copy + 1}`,
    category: category.category,
    brand: category.brand,
    priceEur,
    costShare: between(random, 0.45, 0.6, 2),
    stepUnits,
    stepsPerLine,
    packUnits,
    minimumOrderUnits: Math.ceil((minimumSteps * stepUnits) / packUnits) * packUnits,
    supplier: pick(random, suppliers).supplier,
    sales,
    popularity: clean ? 6 : isNew ? 3 : popularity,
    elasticity: between(random, -2.6, -1.2, 2),
    growthPerYear: between(random, -0.1, 0.2, 2),
    seasonAmplitude: category.seasonAmplitude * between(random, 0.6, 1.2, 1),
    seasonPeakDay: category.seasonPeakDay,
    clean,
    isNew,
    hasCost: code !== WITHOUT_COST,
    hasStock: code !== WITHOUT_STOCK,
    hasQuantityBreak: !clean && !isNew && random() < 0.35,
    cover: clean ? 3.5 : pick(random, [1.6, 1.6, 1.2, 0.9]),
    inSmallRange: index < 3 || SMALL_RANGE_EXTRAS.includes(code),
  };
}

function pick<Value>(random: Random, values: readonly [Value, ...Value[]]): Value {
  return values[Math.floor(random() * values.length)] ?? values[0];
}

function between(random: Random, low: number, high: number, digits: number): number {
  return Number((low + (high - low) * random()).toFixed(digits));
}
