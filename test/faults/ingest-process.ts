import { createHandler, type IngestMessage } from '../../functions/ingest/handler.ts';
import { createObjectStore } from '../../lib/stores/index.ts';
import { ingestDependencies } from '../functions/ingest/ingest-room.ts';
import type { ProcessClients } from './cloud-room.ts';

/** A function's process of ingest: takes one message, throws where it has to come again. */
export type IngestProcess = (message: IngestMessage) => Promise<void>;

/** Make such a process, on these clients and a clock that stands. */
export function ingestProcess(
  { client, s3 }: ProcessClients,
  { temporaryDirectory }: { temporaryDirectory: string },
): IngestProcess {
  const stores = { dropped: createObjectStore(s3, 'uploads'), lake: createObjectStore(s3, 'lake') };
  return createHandler(ingestDependencies(client, stores, temporaryDirectory));
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
