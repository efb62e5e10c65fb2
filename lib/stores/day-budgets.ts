import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type BudgetShare,
  budgetShareKey,
  type DayBudget,
  dayBudgetKey,
  UpstreamError,
} from '../domain/index.ts';
import type { DocumentTable } from './documents.ts';
import type { WriteTogether } from './write-together.ts';

/** A batch of a night, by a name that a repeat gives it again. */
export type BudgetPlace = { merchant: string; market: string; day: string; batch: string };

/** A draft that asks for money; another draft of the same SKU has another name. */
export type BudgetWish = { name: string; amountMinor: number };

/** Keeps account of the money that Tradewind approves by itself, over all that write at the same time. */
export type DayBudgets = {
  /**
   * Set money aside for the drafts of a batch that are admitted, one after the other. What was set aside stays so: a batch that is
   * repeated finds its own, and spends nothing twice.
   *
   * @param admits - told what is spent in the market on the day, the draft itself not counted
   * @returns of each draft what it was judged by
   * @throws UpstreamError when others were faster thirty times
   */
  setAside(
    place: BudgetPlace,
    wishes: readonly BudgetWish[],
    admits: (wish: BudgetWish, spentMinor: number) => boolean,
  ): Promise<Map<string, number>>;
};

export type DayBudgetTables = {
  budgets: Pick<DocumentTable<DayBudget>, 'get' | 'writing'>;
  shares: Pick<DocumentTable<BudgetShare>, 'get' | 'writing'>;
  writeTogether: WriteTogether;
  /** Epoch seconds. */
  now: () => number;
};

const TRIES = 30;
const LONGEST_PAUSE_MS = 250;
/** A night is not repeated after a week. */
const KEPT_SECONDS = 30 * 24 * 3600;

/**
 * Open the account: the sum of a market and day is one item, each batch's share another, and the two are written together over the
 * versions that were read.
 */
export function createDayBudgets(tables: DayBudgetTables): DayBudgets {
  return {
    setAside: async (place, wishes, admits) => {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const { judged, written } = await tryOnce(tables, place, wishes, admits);
        if (written) return judged;
        await pause(randomInt(Math.min(LONGEST_PAUSE_MS, 2 ** attempt * 5)));
      }
      throw new UpstreamError(`the day's budget of ${place.market} is too busy: the shard is tried again`);
    },
  };
}

async function tryOnce(
  { budgets, shares, writeTogether, now }: DayBudgetTables,
  { merchant, market, day, batch }: BudgetPlace,
  wishes: readonly BudgetWish[],
  admits: (wish: BudgetWish, spentMinor: number) => boolean,
): Promise<{ judged: Map<string, number>; written: boolean }> {
  const sumKey = dayBudgetKey(merchant, market, day);
  const shareKey = budgetShareKey(merchant, market, day, batch);
  const [sum, share] = await Promise.all([
    budgets.get(sumKey, { consistent: true }),
    shares.get(shareKey, { consistent: true }),
  ]);
  const before = sum?.value.spentMinor ?? 0;
  const drafts = new Map(Object.entries(share?.value.drafts ?? {}));
  const judged = new Map<string, number>();
  let spentMinor = before;
  for (const wish of wishes) {
    const own = drafts.get(wish.name);
    judged.set(wish.name, spentMinor - (own ?? 0));
    if (own !== undefined || !admits(wish, spentMinor)) continue;
    drafts.set(wish.name, wish.amountMinor);
    spentMinor += wish.amountMinor;
  }
  if (drafts.size === Object.keys(share?.value.drafts ?? {}).length) return { judged, written: true };
  const options = { expiresAtEpochSeconds: now() + KEPT_SECONDS };
  const written = await writeTogether([
    budgets.writing(sumKey, { spentMinor }, sum?.version ?? null, options),
    shares.writing(shareKey, { drafts: Object.fromEntries(drafts) }, share?.version ?? null, options),
  ]);
  return { judged, written };
}
