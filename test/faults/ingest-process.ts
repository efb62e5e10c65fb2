import { createHandler, type IngestMessage } from '../../functions/ingest/handler.ts';
import { createPseudonyms } from '../../lib/runtime/index.ts';
import {
  createObjectStore,
  openCatalog,
  openIdentities,
  openSavedMappings,
  openUploads,
} from '../../lib/stores/index.ts';
import { tables } from '../functions/embedded-dynamo.ts';
import { markets, merchants, NOW, SECRET } from '../functions/ingest/ingest-room.ts';
import type { ProcessClients } from './cloud-room.ts';

/** A function's process of ingest: takes one message, throws where it has to come again. */
export type IngestProcess = (message: IngestMessage) => Promise<void>;

/** Wire ingest as its `main.ts` does, on these clients and a clock that stands. */
export function ingestProcess(
  { client, s3 }: ProcessClients,
  { temporaryDirectory }: { temporaryDirectory: string },
): IngestProcess {
  const now = () => Math.floor(Date.parse(NOW) / 1000);
  return createHandler({
    uploads: openUploads({ client, table: tables.uploads, now }),
    catalog: openCatalog({ client, table: tables.catalog, now }),
    identities: openIdentities({ client, table: tables.identities, now }),
    mappings: openSavedMappings({ client, table: tables.uploads, now }),
    events: { announce: async () => undefined },
    dropped: createObjectStore(s3, 'uploads'),
    lake: createObjectStore(s3, 'lake'),
    merchants,
    markets,
    pseudonymsOf: async (merchant) => createPseudonyms(SECRET, merchant),
    now: () => NOW,
    temporaryDirectory,
    deadAfterMs: 900_000,
    logger: { info: () => undefined, warn: () => undefined },
  });
}

/** Deliveries of one message before it goes to the dead-letter queue, as the stack has it. */
const MOST_DELIVERIES = 5;

/**
 * Deliver messages in this order, so many at a time, as the queue does: one that fails comes again after all others.
 *
 * @returns messages that failed five times
 */
export async function deliver(
  ingest: IngestProcess,
  bodies: readonly string[],
  atOnce = 1,
): Promise<string[]> {
  const waiting = bodies.map((body) => ({ body, deliveries: 0 }));
  const dead: string[] = [];
  const work = async () => {
    for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) {
      const { body, deliveries } = message;
      try {
        await ingest({ body, again: deliveries > 0 });
      } catch {
        const failed = { body, deliveries: deliveries + 1 };
        if (failed.deliveries === MOST_DELIVERIES) dead.push(body);
        else waiting.push(failed);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return dead;
}
