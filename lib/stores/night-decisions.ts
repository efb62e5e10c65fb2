import { type Decision, type TradewindEvent, untoldKey } from '../domain/index.ts';
import type { DocumentKey, DocumentOptions } from './document-items.ts';
import type { DocumentTable } from './documents.ts';
import type { WriteTogether } from './write-together.ts';

/** The decisions of SKUs, as a night writes them. */
export type NightDecisions = Pick<DocumentTable<Decision>, 'get'> & {
  /**
   * Write a decision over the version that was read, `null` for none, and with it the events that tell of it, all or nothing:
   * the sweep tells them.
   *
   * @returns false, with nothing written, where somebody else was faster
   */
  write(
    key: DocumentKey,
    next: Decision,
    version: number | null,
    beside: { options: DocumentOptions; events: readonly TradewindEvent[] },
  ): Promise<boolean>;
};

export type NightDecisionTables = {
  decisions: Pick<DocumentTable<Decision>, 'get' | 'putNew' | 'replace' | 'writing'>;
  untold: Pick<DocumentTable<TradewindEvent>, 'writing' | 'get'>;
  writeTogether: WriteTogether;
};

/** Open the decisions for a night. Most of its writes tell of nothing, and cost half of what a transaction does. */
export function createNightDecisions({
  decisions,
  untold,
  writeTogether,
}: NightDecisionTables): NightDecisions {
  return {
    get: decisions.get,
    write: async (key, next, version, { options, events }) => {
      if (events.length === 0)
        return version === null
          ? decisions.putNew(key, next, options)
          : decisions.replace(key, next, version, options);
      const told = await Promise.all(
        events.map(async (event) => {
          const place = untoldKey(event.merchant, event.id);
          const stored = await untold.get(place, { consistent: true });
          return untold.writing(place, event, stored?.version ?? null);
        }),
      );
      return writeTogether([decisions.writing(key, next, version, options), ...told]);
    },
  };
}
