import { controlKeys, type StoredRights } from '../../lib/domain/index.ts';
import type { RightsTable } from '../../lib/stores/index.ts';
import { entityTag, overtaken, requireVersion } from './entity-tag.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = { rights: RightsTable; now: () => string };

/** Show and set who may decide what, and who stands for whom. It holds from the next request on. */
export function createRightsRoutes({
  rights,
  now,
}: Dependencies): Pick<RouteHandlers, 'GET /v1/rights' | 'PUT /v1/rights'> {
  return {
    'GET /v1/rights': async ({ caller }) => {
      const stored = await rights.get(controlKeys.rights(caller.merchant), { consistent: true });
      return { body: viewOf(stored?.value), headers: { etag: entityTag(stored?.version) } };
    },
    'PUT /v1/rights': async ({ caller, body, ifMatch }) => {
      const key = controlKeys.rights(caller.merchant);
      const stored = await rights.get(key, { consistent: true });
      requireVersion(ifMatch, stored?.version);
      const next = { rights: body, author: caller.person, changedAt: now() };
      const kept =
        stored === undefined
          ? await rights.putNew(key, next)
          : await rights.replace(key, next, stored.version);
      if (!kept) throw overtaken();
      return { body: viewOf(next), headers: { etag: entityTag((stored?.version ?? 0) + 1) } };
    },
  };
}

const viewOf = (stored: StoredRights | undefined) => ({
  rights: stored?.rights ?? { people: [], deputies: [] },
  author: stored?.author ?? null,
  changedAt: stored?.changedAt ?? null,
});
