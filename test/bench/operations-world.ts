import {
  createRandom,
  type Random,
  sampleGamma,
  samplePoisson,
  standardNormal,
} from '../../lib/numeric/index.ts';
import { DEFAULT_RULES } from '../../lib/operations/index.ts';
import { holdingPerDay, orderCost } from '../../lib/operations/process-costs.ts';

/** What a merchant knows of a SKU, and so all that a policy is given besides the log. Money in the currency's unit. */
export type SkuFacts = {
  name: string;
  listPrice: number;
  unitCost: number;
  packSize: number;
  minimumOrderUnits: number;
  leadTime: { meanDays: number; sdDays: number };
  /** Units a day that were expected when it was new, 30 % off as a rule. */
  firstGuess: number;
  costs: {
    /** Of a unit held through a day. */
    holdingPerDay: number;
    /** Of a unit asked for and not there, besides its margin. */
    lostUnit: number;
    order: number;
    priceChange: number;
  };
};

/** A simulated SKU: the truth beside what is known of it. */
export type SimulatedSku = SkuFacts & {
  kind: Kind;
  /** Mean units a day at the list price. */
  usualPerDay: number;
  /** Units asked for on a day at a price, by the truth. */
  demandOn(day: number, price: number): number;
  /** Days that an order of a day takes. */
  leadDaysOn(day: number): number;
};

/** What is hard about each: they take turns. */
export const KINDS = ['steady', 'season', 'lumpy', 'trend', 'kinked', 'slow', 'wavering'] as const;
type Kind = (typeof KINDS)[number];
type Between = (least: number, most: number) => number;

const WEEKDAYS = [1.2, 1.15, 1.1, 1.1, 1, 0.8, 0.65];
const YEAR_DAYS = 365.25;
const LOTS = [1, 4, 10];

/**
 * Make a SKU at random, with costs, lead times and packs of a wholesaler. The elasticity scatters widely about the one at
 * which the list price is the best (margin rate = 1 / elasticity; Lerner 1934).
 *
 * Each day has chances of its own, whatever is charged or in stock: two policies meet the same buyers and delays.
 */
export function simulateSku(seed: number): SimulatedSku {
  const random = createRandom(seed * 7919 + 17);
  const between: Between = (least, most) => least + (most - least) * random();
  const kind = KINDS[seed % KINDS.length]!;
  const usualPerDay = kind === 'slow' ? between(0.05, 0.4) : Math.exp(between(-0.2, 3.2));
  const marginRate = between(0.22, 0.5);
  const listPrice = Math.round(Math.exp(between(1.4, 5)) * 100) / 100;
  const packs = usualPerDay > 5 ? [1, 6, 12, 24] : [1, 1, 2, 6];
  const packSize = packs[Math.floor(random() * packs.length)]!;
  const meanDays = Math.round(between(4, 42));
  const sdDays = Math.round(meanDays * between(0, 0.35) * 10) / 10;
  const unitCost = Math.round(listPrice * (1 - marginRate) * 100) / 100;
  const levelOn = levelOf(kind, between);
  const answer = answerOf(kind, marginRate, between);
  const scatter = scatterOf(kind, between);
  return {
    ...{ name: `${kind}-${seed}`, kind, listPrice, packSize, usualPerDay, leadTime: { meanDays, sdDays } },
    ...{ unitCost, costs: costsOf(usualPerDay, listPrice, unitCost) },
    minimumOrderUnits: packSize * Math.floor(between(1, 4)),
    firstGuess: usualPerDay * Math.exp(0.3 * standardNormal(random)),
    demandOn: (day, price) =>
      scatter(usualPerDay * WEEKDAYS[day % 7]! * levelOn(day) * answer(price / listPrice), {
        random: createRandom(seed * 10_007 + day),
        day,
      }),
    leadDaysOn: (day) =>
      Math.max(1, Math.round(meanDays + sdDays * standardNormal(createRandom(seed * 20_011 + day)))),
  };
}

/** The default rules in money, at the true demand. */
function costsOf(usualPerDay: number, listPrice: number, unitCost: number): SkuFacts['costs'] {
  const margin = listPrice - unitCost;
  return {
    holdingPerDay: holdingPerDay(unitCost, DEFAULT_RULES),
    lostUnit: DEFAULT_RULES.lostUnitRate * margin,
    order: orderCost(usualPerDay * 7, unitCost, DEFAULT_RULES),
    priceChange: DEFAULT_RULES.priceChangeRate * margin * usualPerDay * 7,
  };
}

/** The level of demand over time, about 1. */
function levelOf(kind: Kind, between: Between): (day: number) => number {
  const amplitude = kind === 'season' ? between(0.35, 0.7) : between(0, 0.12);
  const phase = between(0, 2 * Math.PI);
  const growth = kind === 'trend' ? between(-0.25, 0.3) : between(-0.04, 0.04);
  return (day) =>
    Math.exp((growth * (day - 2 * YEAR_DAYS)) / YEAR_DAYS) *
    (1 + amplitude * Math.sin((2 * Math.PI * day) / YEAR_DAYS + phase));
}

/** Demand at a price over that at the list price: log-linear, or with a rival's price just above. */
function answerOf(kind: Kind, marginRate: number, between: Between): (ratio: number) => number {
  const best = 1 / marginRate;
  if (kind === 'kinked') {
    const knot = Math.log(1 + between(0.01, 0.06));
    const [flat, steep] = [best * between(0.3, 0.6), best * between(1.6, 2.6)];
    return (ratio) => {
      const log = Math.log(ratio);
      return Math.exp(-flat * Math.min(log, knot) - steep * Math.max(0, log - knot));
    };
  }
  const elasticity = Math.min(7, Math.max(1.2, best * between(0.6, 1.4)));
  return (ratio) => ratio ** -elasticity;
}

type Scatter = (mean: number, chance: { random: Random; day: number }) => number;

/** Counts about the mean of a day: single buyers, lots, or a rate that wavers from week to week. */
function scatterOf(kind: Kind, between: Between): Scatter {
  if (kind === 'lumpy') {
    const mean = LOTS.reduce((sum, units) => sum + units / LOTS.length, 0);
    return (rate, { random }) => {
      const orders = samplePoisson(random, rate / mean);
      let units = 0;
      for (let order = 0; order < orders; order++) units += LOTS[Math.floor(random() * LOTS.length)]!;
      return units;
    };
  }
  if (kind === 'wavering') {
    const size = between(2, 6);
    const salt = Math.floor(between(0, 1e6));
    return (rate, { random, day }) => {
      const week = createRandom(salt + Math.floor(day / 7) * 31);
      return samplePoisson(random, (rate * sampleGamma(week, size)) / size);
    };
  }
  return (rate, { random }) => samplePoisson(random, rate);
}
