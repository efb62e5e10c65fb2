import { type DynamoDBClient, ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { Pluggable } from '@smithy/types';

/** Faults that the middleware of an SDK client makes; each share is of calls, 0–1, drawn from `random`. */
export type Faults = {
  random: () => number;
  /** Refused before they are carried out: a table's throughput is exceeded, S3 asks to slow down. */
  refused: number;
  /** Carried out, and the answer lost on its way back. */
  unanswered: number;
};

/** Calls of each kind that a fault befell, so that a test can show that there were some. */
export type Befallen = { refused: number; unanswered: number; partly: number };

/**
 * Make calls of a DynamoDB client fail within its own retries, as the cloud does: whole calls by throttling and by a lost
 * answer, and items of batches by handing them back as unprocessed.
 */
export function makeTablesFaulty(client: DynamoDBClient, faults: Faults): Befallen {
  const befallen = { refused: 0, unanswered: 0, partly: 0 };
  const throttled = () =>
    new ProvisionedThroughputExceededException({ message: 'refused by the test', $metadata: answered(400) });
  client.middlewareStack.use(faultyTries(faults, befallen, throttled));
  client.middlewareStack.use(partOfBatches(faults, befallen));
  return befallen;
}

/** Make calls of an S3 client fail within its own retries: 503 Slow Down, or an answer that is lost. */
export function makeObjectsFaulty(client: S3Client, faults: Faults): Befallen {
  const befallen = { refused: 0, unanswered: 0, partly: 0 };
  const slowDown = () =>
    new S3ServiceException({
      name: 'SlowDown',
      $fault: 'server',
      message: 'by the test',
      $metadata: answered(503),
    });
  client.middlewareStack.use(faultyTries(faults, befallen, slowDown));
  return befallen;
}

const answered = (httpStatusCode: number) => ({ httpStatusCode });

/** What a broken connection looks like to the SDK. */
const lostAnswer = () => Object.assign(new Error('the answer is lost, by the test'), { code: 'ECONNRESET' });

// biome-ignore lint/suspicious/noExplicitAny: a plugin serves clients of every service, whose inputs differ
type AnyPlugin = Pluggable<any, any>;

function faultyTries(faults: Faults, befallen: Befallen, refusal: () => Error): AnyPlugin {
  return {
    applyToStack: (stack) =>
      // after the retrying middleware, so that each try is drawn anew
      stack.add(
        (next) => async (given) => {
          const drawn = faults.random();
          if (drawn < faults.refused) {
            befallen.refused += 1;
            throw refusal();
          }
          const answer = await next(given);
          if (drawn < faults.refused + faults.unanswered) {
            befallen.unanswered += 1;
            throw lostAnswer();
          }
          return answer;
        },
        { step: 'finalizeRequest', priority: 'low', name: 'faultyTries' },
      ),
  };
}

/** Hold items of some batches back: they come as unprocessed, as DynamoDB says it. */
function partOfBatches(faults: Faults, befallen: Befallen): AnyPlugin {
  return {
    applyToStack: (stack) =>
      stack.add(
        (next) => async (given) => {
          const { RequestItems } = given.input as { RequestItems?: Record<string, unknown> };
          if (RequestItems === undefined || faults.random() >= faults.refused) return next(given);
          befallen.partly += 1;
          const { asked, heldBack, name } = split(RequestItems, faults.random);
          const answer = await next({ ...given, input: { ...given.input, RequestItems: asked } });
          return { ...answer, output: { ...answer.output, [name]: heldBack } };
        },
        { step: 'initialize', name: 'partOfBatches' },
      ),
  };
}

/** Split a batch of one table; at least one item goes through. */
function split(requests: Record<string, unknown>, random: () => number) {
  const [[table, wanted] = ['', []]] = Object.entries(requests);
  const isWrite = Array.isArray(wanted);
  // a batch is a list of writes, or a table's keys
  const all: unknown[] = isWrite ? wanted : (wanted as { Keys: unknown[] }).Keys;
  const cut = 1 + Math.floor(random() * all.length);
  const part = (items: unknown[]) => (isWrite ? items : { ...(wanted as object), Keys: items });
  const rest = all.slice(cut);
  return {
    asked: { [table]: part(all.slice(0, cut)) },
    heldBack: rest.length === 0 ? {} : { [table]: part(rest) },
    name: isWrite ? 'UnprocessedItems' : 'UnprocessedKeys',
  };
}
