import type { Automation, AutomationLimits, AutomationView } from '../../../../lib/domain/index.ts';
import { currencyDigits, majorOf } from '../../../../lib/domain/money.ts';

/** Names of the fields that hold money. */
export const amounts = ['moneyPerDay', 'largestOrder', 'twoPersonsFrom'] as const;
/** Names of the fields that hold a share, as per cent. */
export const shares = ['largestStep', 'leastConfidence'] as const;
export const modes = ['off', 'suggest', 'automatic'] as const;

/** What Tradewind needs to know before it may act by itself. */
export const neededToAct: ReadonlySet<string> = new Set([
  'largestStep',
  'moneyPerDay',
  'leastConfidence',
  'oldestDataDays',
]);

/** What is set, else what holds where nothing is: a market only suggests, a merchant leaves it to its markets. */
export function settingsBefore({ set }: AutomationView, isMarket: boolean): Automation {
  if (set === null) return { mode: isMarket ? 'suggest' : 'automatic', limits: {} };
  const { mode, limits, activeRun } = set;
  return { mode, limits, ...(activeRun === undefined ? {} : { activeRun }) };
}

/** Write a limit as a field holds it; empty where it bounds nothing. */
export function typedOf(limits: AutomationLimits, name: keyof AutomationLimits): string {
  const value = limits[name];
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.join('\n');
  if (typeof value === 'object') return String(majorOf(value.minor, value.currency));
  const isShare = shares.some((one) => one === name);
  // a share of 0.07 is 7 per cent, not 7.000000000000001
  return String(isShare ? Number((100 * value).toFixed(6)) : value);
}

/** The currency that the form shows for what is set; `undefined` where no amount is. */
export const currencyShown = (limits: AutomationLimits): string | undefined =>
  amounts.map((name) => limits[name]?.currency).find((one) => one !== undefined);

/** Read what is to hold from a form. An empty field bounds nothing. What a form does not show stays as it is. */
export function automationOf(form: FormData, { set }: Pick<AutomationView, 'set'>): Automation {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const currency = text('currency');
  const limits: AutomationLimits = {};
  for (const name of shares)
    if (text(name) !== '') limits[name] = Number((Number(text(name)) / 100).toFixed(8));
  const before = set?.limits ?? {};
  const isSameCurrency = currency === currencyShown(before);
  // an amount that nobody touched keeps a currency of its own
  for (const name of amounts)
    if (
      text(name) !== '' &&
      isSameCurrency &&
      before[name] !== undefined &&
      text(name) === typedOf(before, name)
    )
      limits[name] = before[name];
    else if (text(name) !== '')
      limits[name] = { minor: Math.round(Number(text(name)) * 10 ** currencyDigits(currency)), currency };
  if (text('oldestDataDays') !== '') limits.oldestDataDays = Number(text('oldestDataDays'));
  const approvers = text('approvers')
    .split('\n')
    .map((person) => person.trim())
    .filter((person) => person !== '');
  if (approvers.length > 0) limits.approvers = approvers;
  return {
    mode: modes.find((mode) => mode === text('mode')) ?? 'off',
    limits,
    ...(set?.activeRun === undefined ? {} : { activeRun: set.activeRun }),
  };
}
