import {
  type Automation,
  type AutomationSettings,
  type AutomationView,
  ConflictError,
  type Control,
  controlKeys,
  controlOf,
  DEFAULT_CONTROL,
  InputError,
  type LimitsDecision,
  type LoggedEvent,
  limitsKey,
  type Market,
  settingsOf,
} from '../../lib/domain/index.ts';
import { effectiveControl } from '../../lib/operations/index.ts';
import { combinedApproval, cutLimitsChange, type StoredControls } from '../../lib/oversight/index.ts';
import type { Caller } from '../../lib/runtime/http-event.ts';
import { timeSortedId } from '../../lib/runtime/time-sorted-id.ts';
import { type ConditionalWrite, decisionOptions, LIMITS_RANK } from '../../lib/stores/index.ts';
import type { DecisionParts } from './decision-parts.ts';
import { entityTag, overtaken, requireVersion } from './entity-tag.ts';
import { keepAct } from './keep-act.ts';
import { limitsId } from './place-of-decision.ts';
import type { RouteHandlers } from './request.ts';
import { requireRight } from './who-may.ts';

type AutomationRoutes = Pick<
  RouteHandlers,
  | 'GET /v1/automation'
  | 'PUT /v1/automation'
  | 'POST /v1/automation/kill'
  | 'POST /v1/automation/release'
  | 'GET /v1/markets/{market}/automation'
  | 'PUT /v1/markets/{market}/automation'
  | 'POST /v1/markets/{market}/automation/kill'
  | 'POST /v1/markets/{market}/automation/release'
>;

/** Show and set how far Tradewind may act, stop it, and ask for the stop's end. */
export function createAutomationRoutes(parts: DecisionParts): AutomationRoutes {
  const traded = (merchant: string, market: Market | null) =>
    market === null ? parts.tenants.markets(merchant).map(({ currency }) => currency) : [market.currency];
  const show = async (caller: Caller, market: Market | null) => {
    const { version, view } = await read(parts, caller.merchant, market);
    return { body: view, headers: { etag: entityTag(version) } };
  };
  const set = async (
    caller: Caller,
    market: Market | null,
    body: Automation,
    ifMatch: string | undefined,
  ) => {
    requireCurrency(body, traded(caller.merchant, market));
    const { version, settings } = await read(parts, caller.merchant, market);
    requireVersion(ifMatch, version);
    const asked = { ...body, killed: settings.killed };
    if (!(await change(parts, caller, { market, asked, event: 'setControl' }, version))) throw overtaken();
    return show(caller, market);
  };
  /** Stopping, and asking to go on, name no version: what is set otherwise stays as it is. */
  const turn = async (caller: Caller, market: Market | null, killed: boolean) => {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const { version, settings } = await read(parts, caller.merchant, market);
      if (settings.killed === killed) return show(caller, market);
      const wish = { market, asked: { ...settings, killed }, event: killed ? 'kill' : 'release' } as const;
      if (await change(parts, caller, wish, version)) return show(caller, market);
    }
    throw new ConflictError('others change it at the same time: send the request again');
  };
  return {
    'GET /v1/automation': ({ caller }) => show(caller, null),
    'PUT /v1/automation': ({ caller, body, ifMatch }) => set(caller, null, body, ifMatch),
    'POST /v1/automation/kill': ({ caller }) => turn(caller, null, true),
    'POST /v1/automation/release': ({ caller }) => turn(caller, null, false),
    'GET /v1/markets/{market}/automation': ({ caller, market }) => show(caller, market),
    'PUT /v1/markets/{market}/automation': ({ caller, market, body, ifMatch }) =>
      set(caller, market, body, ifMatch),
    'POST /v1/markets/{market}/automation/kill': ({ caller, market }) => turn(caller, market, true),
    'POST /v1/markets/{market}/automation/release': ({ caller, market }) => turn(caller, market, false),
  };
}

const TRIES = 10;
/** How long another person has to approve looser limits. */
const OPEN_DAYS = 7;

const controlKey = (merchant: string, market: Market | null) =>
  market === null ? controlKeys.merchant(merchant) : controlKeys.market(merchant, market.market);

/** A merchant that says nothing leaves the mode to its markets. */
const unset = (market: Market | null): Control =>
  market === null ? { mode: 'automatic', killed: false } : DEFAULT_CONTROL;

async function read(parts: DecisionParts, merchant: string, market: Market | null) {
  const { controls, limitsDecisions, now } = parts;
  const [stored, ofMerchant, waiting] = await Promise.all([
    controls.get(controlKey(merchant, market), { consistent: true }),
    market === null ? undefined : controls.get(controlKeys.merchant(merchant), { consistent: true }),
    limitsDecisions.get(limitsKey(merchant, market?.market ?? null), { consistent: true }),
  ]);
  const settings = settingsOf(stored?.value ?? unset(market));
  const row = stored?.value;
  const view: AutomationView = {
    market: market?.market ?? null,
    set: row === undefined ? null : settings,
    effective:
      market === null
        ? settings
        : effectiveSettings({ merchantControl: ofMerchant?.value, marketControl: row }, market.currency),
    pending: isPending(waiting?.value, now()) ? (waiting?.value ?? null) : null,
    author: row?.author ?? null,
    changedAt: row?.changedAt ?? null,
  };
  return { version: stored?.version, settings, view };
}

const effectiveSettings = (held: StoredControls, currency: string): AutomationSettings =>
  settingsOf({ ...effectiveControl(held), approval: combinedApproval(held, currency) });

const isPending = (decision: LimitsDecision | undefined, now: string): boolean =>
  decision?.state === 'proposed' && now < decision.validUntil;

/**
 * Set what is no looser than now, and open a decision for what is. Both are one transaction.
 *
 * @returns false where somebody else was faster
 */
async function change(
  parts: DecisionParts,
  caller: Caller,
  wish: { market: Market | null; asked: AutomationSettings; event: LoggedEvent },
  version: number | undefined,
): Promise<boolean> {
  const { merchant } = caller;
  const { market, asked, event } = wish;
  const at = parts.now();
  // to stop, the scope is enough: whoever sees harm must not look for somebody first
  const person =
    event === 'kill'
      ? caller.person
      : (
          await requireRight(
            parts.rights,
            caller,
            {
              subject: 'limits',
              markets: market === null ? null : [market.market],
              categories: [],
              amount: null,
            },
            at,
          )
        ).person;
  const key = controlKey(merchant, market);
  const stored = await parts.controls.get(key, { consistent: true });
  if (stored?.version !== version) return false;
  const before = settingsOf(stored?.value ?? unset(market));
  const { now, loosens } = cutLimitsChange(before, asked);
  const control = controlOf(stored?.value, now, { author: person, at });
  const decision: LimitsDecision = {
    decision: limitsId(market?.market ?? null, timeSortedId(at)),
    subject: 'limits',
    market: market?.market ?? null,
    ...{ state: 'proposed', version: 1, proposedBy: person, approvals: [] },
    validUntil: new Date(Date.parse(at) + OPEN_DAYS * 24 * 3600 * 1000).toISOString(),
    ...{ settings: asked, loosens, from: settingsOf(control), changedAt: at },
  };
  const opened = loosens.length === 0 ? [] : [await openLimits(parts, merchant, decision)];
  const held = loosens.length === 0 ? { ...decision, state: 'applied' as const, settings: now } : decision;
  const writes: ConditionalWrite[] = [parts.controls.writing(key, control, version ?? null), ...opened];
  const quiet = loosens.length === 0;
  const act = { merchant, event, person, at, before: undefined, after: held, inputs: {}, quiet };
  if (event !== 'kill') return keepAct(parts, act, writes);
  try {
    return await keepAct(parts, act, writes);
  } catch (error) {
    // whatever is the matter with the log, the stop holds
    parts.audit.info('a kill switch was turned on without a line in the log', { error, merchant, person });
    return stored === undefined
      ? parts.controls.putNew(key, control)
      : parts.controls.replace(key, control, stored.version);
  }
}

/** One change of limits waits at a time: a newer one takes the place of the last. */
async function openLimits(
  { limitsDecisions }: Pick<DecisionParts, 'limitsDecisions'>,
  merchant: string,
  decision: LimitsDecision,
): Promise<ConditionalWrite> {
  const key = limitsKey(merchant, decision.market);
  const last = await limitsDecisions.get(key, { consistent: true });
  return limitsDecisions.writing(
    key,
    decision,
    last?.version ?? null,
    decisionOptions(merchant, decision, LIMITS_RANK),
  );
}

/** Money must be of a currency that is traded in: nothing is converted. @throws InputError */
function requireCurrency({ limits }: Automation, traded: readonly string[]): void {
  const amounts = [
    ['largestOrder', limits.largestOrder],
    ['moneyPerDay', limits.moneyPerDay],
    ['twoPersonsFrom', limits.twoPersonsFrom],
  ] as const;
  const issues = amounts
    .filter(([, amount]) => amount !== undefined && !traded.includes(amount.currency))
    .map(([name]) => ({
      pointer: `/limits/${name}/currency`,
      detail: `must be ${[...new Set(traded)].join(' or ')}`,
    }));
  if (issues.length > 0)
    throw new InputError('the limits give money in a currency that is not traded in here', { issues });
}
