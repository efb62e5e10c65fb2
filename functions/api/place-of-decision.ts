import {
  ALL_MARKETS,
  type DecisionClaims,
  InputError,
  LONGEST_NAME,
  type Market,
  NotFoundError,
} from '../../lib/domain/index.ts';
import type { DecisionParts } from './decision-parts.ts';

/** Where a decision lies, by what the caller names it with. */
export type DecisionPlace =
  | { kind: 'sku'; market: Market; sku: string; claims?: DecisionClaims }
  | { kind: 'limits'; market: Market | null };

/** The same words for another merchant's, another region's, and what there is not. */
export const noDecision = (id: string): NotFoundError => new NotFoundError(`there is no decision ${id}`);

const LIMITS = 'limits:';

/** Name a change of limits. */
export const limitsId = (market: string | null, unique: string): string =>
  `${LIMITS}${market ?? ALL_MARKETS}:${unique}`;

/**
 * Find out where a decision lies: an id names its market and SKU, a signed `decisionId` carries them.
 *
 * @throws NotFoundError where the caller's merchant has no such place
 */
export async function placeOfDecision(
  { signer, tenants }: Pick<DecisionParts, 'signer' | 'tenants'>,
  merchant: string,
  id: string,
): Promise<DecisionPlace> {
  const marketOf = (name: string): Market => {
    const market = tenants.markets(merchant).find((one) => one.market === name);
    if (market === undefined) throw noDecision(id);
    return market;
  };
  const claims = await claimsIn(signer, id);
  if (claims !== undefined) {
    if (claims.merchant !== merchant) throw noDecision(id);
    return { kind: 'sku', market: marketOf(claims.market), sku: claims.sku, claims };
  }
  if (id.startsWith(LIMITS)) {
    const name = id.slice(LIMITS.length, id.indexOf(':', LIMITS.length));
    return { kind: 'limits', market: name === ALL_MARKETS ? null : marketOf(name) };
  }
  const first = id.indexOf(':');
  const last = id.lastIndexOf(':');
  const sku = id.slice(first + 1, Math.max(first + 1, last));
  // no SKU is called so, and a table takes no such key
  if (sku === '' || [...sku].length > LONGEST_NAME) throw noDecision(id);
  return { kind: 'sku', market: marketOf(id.slice(0, first)), sku };
}

/** What a token says; `undefined` of a text that is none of ours. */
async function claimsIn(signer: DecisionParts['signer'], id: string): Promise<DecisionClaims | undefined> {
  if (id.split('.').length !== 3) return undefined;
  return signer.verify(id).catch((error: unknown) => {
    if (error instanceof InputError) return undefined;
    throw error;
  });
}
