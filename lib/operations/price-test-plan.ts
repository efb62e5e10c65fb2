import {
  addDays,
  currencyDigits,
  dayNumber,
  type GuardPrice,
  type PolicyRow,
  type PriceTest,
} from '../domain/index.ts';
import { createRandom, seedFrom } from '../numeric/index.ts';
import type { DemandFit } from './demand-fit.ts';
import type { ProcessFacts } from './fit-process.ts';
import { wholeMinor } from './policy-gain.ts';
import type { PolicySettings } from './policy-settings.ts';
import { type TestableRungs, testableRungs, testCost } from './testable-rungs.ts';

/** What a night does about testing a SKU's price. */
export type PriceTestPlan = {
  /** What is proposed in the place of the policy's price; absent: nothing. */
  priceTest: PolicyRow['priceTest'];
  /** Every price that the night might have proposed, ascending, and its propensity; they sum to 1. */
  chances: PriceTest['chances'];
  /** Whether the price was drawn tonight by these chances, a test or not; a night that holds a test repeats those of its draw. */
  drawn: boolean;
  /** What the next nights must know: a test under way, or one over so lately that the SKU rests. */
  test: PriceTest | null;
};

/** What a test is planned from. */
export type PriceTestGround = {
  sku: string;
  /** What the policy itself proposes at the last known state. */
  policyMicros: number;
  /** Units on the shelf that are free. */
  onHand: number;
  /** Whether the policy's table knows no price but today's. */
  knowsOnePrice: boolean;
  fit: DemandFit;
  process: ProcessFacts;
  limits: PolicyRow['limits'];
  settings: PolicySettings;
};

/** Each SKU's time is cut into blocks of whole weeks: the first half may hold a test, the second rests. */
export const BLOCK_DAYS = 28;
const TEST_DAYS = 14;
const WEEK_DAYS = 7;

/**
 * Decide whether a SKU's price is tested tonight, at which price and with which chance. A draw from (merchant, market, SKU, block)
 * on the block's first night puts twice the rule's share of SKUs on test for a fortnight, so that its share of them is on test at a
 * time; the price is drawn by `testChances` from those that are worth it and allowed. Then the SKU rests for another fortnight.
 * Equal arguments give equal plans; nights of a test give the chances of its draw.
 *
 * Blocks begin on the same weekday for every SKU: so each draw's fortnight is two whole weeks of the price log's proof.
 *
 * Nothing is tested where the rules don't ask for it, recommendations are off or killed, or the shelf is too empty to tell.
 */
export function planPriceTest(ground: PriceTestGround): PriceTestPlan {
  const { settings, sku } = ground;
  const known = settings.priors?.tests?.find((test) => test.sku === sku);
  const held = known !== undefined && rests(known, settings.asOf) ? known : null;
  if (settings.mayTest !== true) return noTest(ground, held);
  if (held !== null) return goOn(ground, held);
  return drawTest(ground);
}

/** Tell whether a test still counts on a date: its SKU is tested or rests. */
export function rests(test: PriceTest, asOf: string): boolean {
  return asOf <= addDays(test.until, BLOCK_DAYS - TEST_DAYS);
}

function noTest({ policyMicros }: PriceTestGround, test: PriceTest | null): PriceTestPlan {
  return { priceTest: undefined, chances: [{ priceMicros: policyMicros, chance: 1 }], drawn: false, test };
}

/** Keep to a test until its end; then go back to the price before it, unless the policy has learnt better. */
function goOn(ground: PriceTestGround, held: PriceTest): PriceTestPlan {
  const { settings, process, knowsOnePrice, policyMicros } = ground;
  const underWay = settings.asOf <= held.until && settings.rules.priceTests !== null;
  if (underWay && isAllowed(ground, held.priceMicros)) {
    const insteadMicros = held.baseMicros;
    const chance = held.chances.find(({ priceMicros }) => priceMicros === held.priceMicros)?.chance ?? 1;
    const days = dayNumber(held.until) - dayNumber(settings.asOf) + 1;
    const priceTest = {
      ...{ priceMicros: held.priceMicros, insteadMicros, chance, until: held.until },
      ...costsOf(ground, { testMicros: held.priceMicros, insteadMicros, days }),
    };
    return { priceTest, chances: held.chances, drawn: false, test: held };
  }
  const isStuck = process.currentMicros === held.priceMicros && knowsOnePrice;
  if (!isStuck || held.baseMicros === policyMicros || !isAllowed(ground, held.baseMicros))
    return noTest(ground, held);
  return {
    priceTest: {
      ...{ priceMicros: held.baseMicros, insteadMicros: held.priceMicros, chance: 1 },
      until: addDays(held.until, BLOCK_DAYS - TEST_DAYS),
      ...{ expectedCostMinor: 0, largestCostMinor: 0, returns: true },
    },
    chances: [{ priceMicros: held.baseMicros, chance: 1 }],
    drawn: false,
    test: held,
  };
}

function drawTest(ground: PriceTestGround): PriceTestPlan {
  const { settings, policyMicros, process, sku } = ground;
  const { rules, asOf, seed } = settings;
  const place = dayNumber(asOf) + WEEK_DAYS * (Math.abs(seed) % (BLOCK_DAYS / WEEK_DAYS));
  if (rules.priceTests === null || rules.priceTests.share <= 0 || place % BLOCK_DAYS !== 0)
    return noTest(ground, null);
  const rungs = testableRungs({ ...ground, tests: rules.priceTests });
  if (rungs === null) return noTest(ground, null);
  const share = Math.min(1, (rules.priceTests.share * BLOCK_DAYS) / TEST_DAYS);
  const chances = withPolicy(rungs, policyMicros, share);
  const random = createRandom(seedFrom(seed, 'price test', String(place / BLOCK_DAYS)));
  const isDrawn = random() < share;
  const priceMicros = isDrawn ? drawnAt(rungs, random()) : policyMicros;
  if (priceMicros === policyMicros) return { priceTest: undefined, chances, drawn: true, test: null };
  const until = addDays(asOf, TEST_DAYS - 1);
  const chance = chances.find((rung) => rung.priceMicros === priceMicros)!.chance;
  return {
    priceTest: {
      ...{ priceMicros, insteadMicros: policyMicros, chance, until },
      ...costsOf(ground, { testMicros: priceMicros, insteadMicros: policyMicros, days: TEST_DAYS }),
    },
    chances,
    drawn: true,
    test: { sku, priceMicros, baseMicros: process.currentMicros, from: asOf, until, chances },
  };
}

/** Spread the night's chance over the policy's own price and those that a test may draw. */
function withPolicy({ prices, chances }: TestableRungs, policyMicros: number, share: number) {
  const all = new Map([[policyMicros, 1 - share]]);
  prices.forEach((price, rung) => {
    all.set(price, (all.get(price) ?? 0) + share * chances[rung]!);
  });
  return [...all]
    .map(([priceMicros, chance]) => ({ priceMicros, chance }))
    .filter(({ chance }) => chance > 0)
    .sort((a, b) => a.priceMicros - b.priceMicros);
}

function drawnAt({ prices, chances }: TestableRungs, drawn: number): number {
  let rest = drawn;
  const rung = chances.findIndex((chance) => {
    rest -= chance;
    return rest < 0;
  });
  return prices[rung < 0 ? chances.findLastIndex((chance) => chance > 0) : rung]!;
}

function isAllowed({ process, limits, settings }: PriceTestGround, proposedMicros: number): boolean {
  const guard: GuardPrice = settings.guardPrice;
  const { currentMicros, currency } = process;
  return guard({ proposedMicros, currentMicros, limits, currency }).priceMicros === proposedMicros;
}

function costsOf(
  { process }: PriceTestGround,
  prices: { testMicros: number; insteadMicros: number; days: number },
): { expectedCostMinor: number; largestCostMinor: number } {
  const { expected, largest } = testCost(process, prices);
  const minor = 10 ** currencyDigits(process.currency);
  return {
    expectedCostMinor: wholeMinor(Math.max(0, expected) * minor),
    largestCostMinor: wholeMinor(Math.max(0, largest) * minor),
  };
}
