import { type Held, lakeKeys, type PrivacyRequest } from '../../lib/domain/index.ts';
import type { Trace } from '../../lib/stores/index.ts';
import { addHeld } from './add-held.ts';
import type { ErasePlaces, NextStep } from './erase.ts';
import { placesOf, soughtBy, type Work } from './places.ts';

/**
 * Write all that is held on a buyer into one JSON file of the exports: who it is, and of each store what it has. It looks where an
 * erasure looks. A collection that is interrupted begins anew.
 */
export async function collectTraces(
  places: ErasePlaces,
  request: PrivacyRequest,
  work: Work,
): Promise<NextStep> {
  const { subject } = request;
  if (subject === undefined) return 'done';
  const sought = await soughtBy(places, work.merchant, subject);
  const traces: Trace[] = [];
  const damaged: string[] = [];
  for (const place of placesOf(places, work))
    await place.visit({
      ...{ mode: 'look', sought, after: undefined, outOfTime: () => false },
      found: (trace) => traces.push(trace),
      unreadable: (key) => damaged.push(key),
    });
  const held: Held[] = addHeld([], traces);
  const text = JSON.stringify({
    customer: sought.pseudonym,
    customerCode: sought.code,
    collectedAt: places.now(),
    held,
    unreadable: damaged,
    stores: Object.fromEntries(
      [...Map.groupBy(traces, ({ store }) => store)].map(([store, of]) => [
        store,
        of.map(({ at, taken }) => ({ at, holds: taken })),
      ]),
    ),
  });
  const key = lakeKeys.exported(work.merchant, request.request, 'held-on-the-buyer.json');
  await places.lake.put(key, text, 'application/json');
  const { subject: _, position: __, ...left } = request;
  const file = { key, bytes: Buffer.byteLength(text) };
  await work.keep({ ...left, state: 'done', finishedAt: places.now(), held, unreadable: damaged, file });
  return 'done';
}
