import { DEFAULT_PAGE_ITEMS } from '../../lib/domain/index.ts';
import type { DecisionParts } from './decision-parts.ts';
import { viewOfAny } from './list-decisions.ts';
import type { RouteHandlers } from './request.ts';

/**
 * What is younger is not told yet: a write may take so long, tries that the service made it wait for among them, and come in
 * behind one with a later time. Then nothing that comes after can have an earlier place.
 */
const HOLD_BACK_MS = 60_000;

/** Before every instant; an index knows no empty text. */
const BEGINNING = '0';

/** Tell which decisions changed, in the order of their changes: what was told is not told again, and nothing is left out. */
export function createChangeRoutes({
  lists,
  cursors,
  now,
}: Pick<DecisionParts, 'lists' | 'cursors' | 'now'>): Pick<RouteHandlers, 'GET /v1/changes'> {
  return {
    'GET /v1/changes': async ({ caller: { merchant }, query }) => {
      const of = `${merchant} changes`;
      const { change = BEGINNING } = query.since === undefined ? {} : await cursors.read(of, query.since);
      const after = String(change);
      const known = new Date(Date.parse(now()) - HOLD_BACK_MS).toISOString();
      // a clock that went back, or a caller that asks twice within a second, must not go behind what was told
      const upTo = known > after ? known : after;
      const limit = query.limit ?? DEFAULT_PAGE_ITEMS;
      const { changes, last } = await lists.changed(merchant, { after, upTo, limit });
      const items = changes.map(({ decision }) => viewOfAny(decision));
      const since = await cursors.write(of, { change: last ?? upTo });
      return { body: { items, since, more: last !== null } };
    },
  };
}
