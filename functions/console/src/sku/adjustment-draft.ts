import type { Adjustment, KeptAdjustment } from '../../../../lib/domain/index.ts';

/** How an adjustment changes the forecast: by per cent, in its place, or on top over all its days. */
export const ways = ['percent', 'unitsPerDay', 'addUnits'] as const;
export type Way = (typeof ways)[number];

/** An adjustment as it is typed. */
export type Draft = {
  from: string;
  to: string;
  way: Way;
  amount: string;
  reason: string;
  /** The one that it is to replace, by its name (`nameOf`). */
  replaces: string | undefined;
};

export const emptyDraft: Draft = {
  ...{ from: '', to: '', way: 'percent', amount: '', reason: '', replaces: undefined },
};

/** What is typed and not saved yet, by SKU: a person who comes back finds it. Forgotten when the page closes. */
const kept = new Map<string, Draft>();

export const keptDraft = (of: string): Draft => kept.get(of) ?? emptyDraft;

export function keepDraft(of: string, draft: Draft): void {
  if (draft === emptyDraft) kept.delete(of);
  else kept.set(of, draft);
}

/** Read what was typed as the API takes it. */
export function adjustmentOf({ from, to, way, amount, reason }: Draft): Adjustment {
  const value = Number(amount);
  const change = way === 'percent' ? { factor: Number((1 + value / 100).toFixed(6)) } : { [way]: value };
  return { from, to, reason: reason.trim(), ...change };
}

/** Tell one that holds from the others: its place among them changes as they do. */
export const nameOf = ({ madeAt, from, to, reason }: KeptAdjustment): string =>
  [madeAt, from, to, reason].join(' ');

/** Put one that holds back into the form, to be changed. */
export function draftOf(adjustment: KeptAdjustment): Draft {
  const { from, to, reason, factor, unitsPerDay, addUnits } = adjustment;
  const [way, amount]: [Way, number] =
    factor !== undefined
      ? ['percent', Number((100 * (factor - 1)).toFixed(4))]
      : unitsPerDay !== undefined
        ? ['unitsPerDay', unitsPerDay]
        : ['addUnits', addUnits ?? 0];
  return { from, to, reason, way, amount: String(amount), replaces: nameOf(adjustment) };
}

/** What the API takes of one that holds: who made it, and when, stays with the API. */
export function withoutAuthor(adjustment: KeptAdjustment): Adjustment {
  const { from, to, reason, factor, unitsPerDay, addUnits } = adjustment;
  return {
    ...{ from, to, reason },
    ...(factor === undefined ? {} : { factor }),
    ...(unitsPerDay === undefined ? {} : { unitsPerDay }),
    ...(addUnits === undefined ? {} : { addUnits }),
  };
}
