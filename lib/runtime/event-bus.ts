import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE, type TradewindEvent, UpstreamError } from '../domain/index.ts';

/** Where events are told to whoever listens. */
export type EventBus = {
  /**
   * Tell events, at least once each.
   *
   * @throws UpstreamError when some could not be told after six tries: told again as a whole, the others come twice, with
   *   the id that they had
   */
  announce(events: readonly TradewindEvent[]): Promise<void>;
};

export type EventBusOptions = {
  client: Pick<EventBridgeClient, 'send'>;
  /** Name or ARN. */
  bus: string;
  /** Wait before another try, ms; a timer by default. */
  pause?: (milliseconds: number) => Promise<void>;
};

/** Limits of PutEvents (EventBridge user guide, "Sending events with PutEvents"): ten entries and 256 KiB a call. */
const MOST_ENTRIES = 10;
const MOST_BYTES = 256 * 1024;

const TRIES = 6;
const FIRST_PAUSE_MS = 200;

/** Open the event bus of a region: events become entries with the source `tradewind`, their type as the detail type. */
export function createEventBus({ client, bus, pause = wait }: EventBusOptions): EventBus {
  return {
    announce: async (events) => {
      for (const batch of batchesOf(events.map((event) => entryOf(event, bus))))
        await putAll(client, batch, pause);
    },
  };
}

function entryOf(event: TradewindEvent, bus: string): PutEventsRequestEntry {
  return {
    EventBusName: bus,
    Source: EVENT_SOURCE,
    DetailType: event.type,
    Detail: JSON.stringify(event),
    Time: new Date(event.at),
  };
}

/** Cut entries into calls, in their order. */
function batchesOf(entries: readonly PutEventsRequestEntry[]): PutEventsRequestEntry[][] {
  const batches: PutEventsRequestEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = sizeOf(entry);
    const last = batches.at(-1);
    if (last === undefined || last.length === MOST_ENTRIES || bytes + size > MOST_BYTES) {
      batches.push([entry]);
      bytes = size;
    } else {
      last.push(entry);
      bytes += size;
    }
  }
  return batches;
}

/** An entry's size as EventBridge counts it ("Calculating PutEvents event entry size"); a time counts 14 bytes. */
function sizeOf({ Source = '', DetailType = '', Detail = '' }: PutEventsRequestEntry): number {
  return 14 + Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);
}

/** Put entries; those that the bus refuses one by one, or all where it does not answer, are put again after pauses that double. */
async function putAll(
  client: EventBusOptions['client'],
  entries: readonly PutEventsRequestEntry[],
  pause: (milliseconds: number) => Promise<void>,
): Promise<void> {
  let open = [...entries];
  let cause: unknown;
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await pause(FIRST_PAUSE_MS * 2 ** (tries - 1));
    try {
      const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: open }));
      open = open.filter((_, place) => Entries[place]?.EventId === undefined);
      cause = Entries.find(({ ErrorCode }) => ErrorCode !== undefined)?.ErrorCode;
      if (open.length === 0) return;
    } catch (error) {
      cause = error;
    }
  }
  throw new UpstreamError(`the event bus has not taken ${open.length} of ${entries.length} events`, {
    cause,
  });
}

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
