import type { DecisionGrant, DecisionRights, DecisionSubject, Deputy, Money } from '../../domain/index.ts';
import { amountText } from '../../domain/index.ts';
import type { Approval } from './decision.ts';

/** What somebody wants to decide. */
export type Decidable = {
  subject: DecisionSubject;
  /** Every market that it touches; `null`: all of the merchant. */
  markets: readonly string[] | null;
  /** Categories that it touches; `null` among them where a product has none. */
  categories: readonly (string | null)[];
  /** Money that it moves; `null` where that is not known. */
  amount: Money | null;
};

/** Whether a person may decide, and in whose place where as a deputy. */
export type MayDecide = { kind: 'may'; onBehalfOf?: string } | { kind: 'mayNot'; detail: string };

/**
 * Tell whether a person may decide: by rights of their own, else by those of somebody whom they stand for on that day.
 *
 * @param rights - absent, or without people: whoever has the scope may decide everything
 * @param day - `YYYY-MM-DD` in UTC
 * @returns what is missing, in words, by the nearest right that the person has
 */
export function mayDecide(
  rights: DecisionRights | undefined,
  { person, day }: { person: string; day: string },
  what: Decidable,
): MayDecide {
  if (rights === undefined || rights.people.length === 0) return { kind: 'may' };
  const own = missingOf(rights, person, what);
  if (own === null) return { kind: 'may' };
  for (const { standsFor } of deputiesOn(rights, day).filter((one) => one.person === person))
    if (missingOf(rights, standsFor, what) === null) return { kind: 'may', onBehalfOf: standsFor };
  return { kind: 'mayNot', detail: own };
}

/**
 * Tell whether two persons count as one: they are the same, or one stands for the other today or stood when the first
 * agreed.
 *
 * @returns the name that an approval and a person share, or `null`
 */
export function sharedPerson(
  rights: DecisionRights | undefined,
  { person, day }: { person: string; day: string },
  { by, onBehalfOf, at }: Pick<Approval, 'by' | 'onBehalfOf'> & { at?: string },
): string | null {
  const names = onBehalfOf === undefined ? [by] : [by, onBehalfOf];
  const days = at === undefined ? [day] : [day, at.slice(0, DAY)];
  const deputies = days.flatMap((one) => deputiesOn(rights, one));
  const shared = names.find(
    (name) =>
      name === person ||
      deputies.some(
        (one) =>
          (one.person === person && one.standsFor === name) ||
          (one.person === name && one.standsFor === person),
      ),
  );
  return shared ?? null;
}

const DAY = 'YYYY-MM-DD'.length;

const deputiesOn = (rights: DecisionRights | undefined, day: string): Deputy[] =>
  (rights?.deputies ?? []).filter(({ from, to }) => from <= day && day <= to);

/** What keeps a person from deciding by rights of their own; `null` where nothing does. */
function missingOf({ people }: DecisionRights, person: string, what: Decidable): string | null {
  const grants = people.filter((grant) => grant.person === person);
  if (grants.length === 0) return `${person} is given no right to decide: see /v1/rights`;
  const lacks = grants.map((grant) => lackOf(grant, what));
  if (lacks.includes(null)) return null;
  // of several rights the one that comes nearest says what is missing
  return `${person} may not: ${lacks.at(-1) ?? 'no right fits'}`;
}

function lackOf({ subjects, markets, categories, upTo }: DecisionGrant, what: Decidable): string | null {
  if (subjects !== undefined && !subjects.includes(what.subject))
    return `a right to decide on ${what.subject} is missing`;
  if (markets !== undefined) {
    if (what.markets === null) return 'a right that is not bound to markets is missing';
    const lacking = what.markets.filter((market) => !markets.includes(market));
    if (lacking.length > 0) return `a right in the market ${lacking.join(', ')} is missing`;
  }
  if (categories !== undefined) {
    const lacking = what.categories.filter((one) => one === null || !categories.includes(one));
    if (lacking.length > 0)
      return `a right for the category ${lacking.map((one) => one ?? '(none)').join(', ')} is missing`;
  }
  return upTo === undefined ? null : lackOfAmount(upTo, what.amount);
}

function lackOfAmount(upTo: readonly Money[], amount: Money | null): string | null {
  if (amount === null) return 'what it moves is not known, and the right is bound to an amount';
  const most = upTo.find(({ currency }) => currency === amount.currency);
  if (most === undefined) return `a right for amounts in ${amount.currency} is missing`;
  if (amount.minor <= most.minor) return null;
  return `it moves ${amountText(amount.minor, amount.currency)}, and the right goes up to ${amountText(most.minor, most.currency)}`;
}
