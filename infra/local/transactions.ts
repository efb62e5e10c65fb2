import { InputError } from '../../lib/domain/index.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt } from './json.ts';

/** One part of a transaction, and the call of one item that it stands for. */
export type TransactionPart = { action: 'PutItem' | 'DeleteItem' | 'UpdateItem'; part: JsonObject };

const ACTIONS = { Put: 'PutItem', Delete: 'DeleteItem', Update: 'UpdateItem' } as const;

/**
 * Read the parts of a `TransactWriteItems`.
 *
 * @throws InputError on a part that is none of put, delete and update
 */
export function transactionParts(input: JsonObject): TransactionPart[] {
  return listAt(input.TransactItems).map((item) => {
    const [[name, part] = ['', null]] = Object.entries(objectAt(item, 'TransactItems'));
    const action = ACTIONS[name as keyof typeof ACTIONS] as TransactionPart['action'] | undefined;
    if (action === undefined || !isObject(part))
      throw new InputError(`the local DynamoDB knows no part "${name}" of a transaction`);
    return { action, part };
  });
}

/** Asks the table store for one call; `failed` is what it answered instead of 200. */
export type AskTables = (
  operation: string,
  input: JsonObject,
) => Promise<{ failed: false; answer: JsonObject } | { failed: true; answer: JsonObject }>;

/** What a transaction is answered. */
export type TransactionAnswer = { status: 200 | 400; body: JsonObject };

const MOST_PARTS = 100;
const ERROR = 'com.amazonaws.dynamodb.v20120810#';

/**
 * Carry out a transaction over a store that writes one item at a time, with nobody else in it meanwhile: part after part,
 * and where one is refused those before it are undone.
 *
 * Source: Amazon DynamoDB developer guide, "TransactWriteItems API"; the words of a cancellation are the service's.
 */
export async function carryOut(ask: AskTables, input: JsonObject): Promise<TransactionAnswer> {
  const parts = transactionParts(input);
  if (parts.length === 0 || parts.length > MOST_PARTS)
    return invalid(`1 validation error detected: TransactItems must have 1 to ${MOST_PARTS} members`);
  const keys = new Map<string, JsonObject>();
  for (const { part, action } of parts) keys.set(itemName(part, action), part);
  if (keys.size < parts.length)
    return invalid('Transaction request cannot include multiple operations on one item');
  const undo: (() => Promise<unknown>)[] = [];
  for (const [place, { action, part }] of parts.entries()) {
    const written = await ask(action, { ...withoutReturns(part), ReturnValues: 'ALL_OLD' });
    if (!written.failed) {
      undo.unshift(() => restore(ask, { action, part }, written.answer.Attributes));
      continue;
    }
    for (const step of undo) await step();
    const type =
      String(written.answer.__type ?? '')
        .split('#')
        .at(-1) ?? '';
    if (type !== 'ConditionalCheckFailedException') return { status: 400, body: written.answer };
    return cancelled(parts.map((_, i) => (i === place ? 'ConditionalCheckFailed' : 'None')));
  }
  return { status: 200, body: {} };
}

const invalid = (message: string): TransactionAnswer => ({
  status: 400,
  body: { __type: `${ERROR}ValidationException`, message },
});

function cancelled(codes: readonly string[]): TransactionAnswer {
  const reasons = codes.map((Code) =>
    Code === 'None' ? { Code } : { Code, Message: 'The conditional request failed' },
  );
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`;
  const body = {
    __type: `${ERROR}TransactionCanceledException`,
    Message: message,
    CancellationReasons: reasons,
  };
  return { status: 400, body };
}

function withoutReturns({ ReturnValuesOnConditionCheckFailure: _, ...part }: JsonObject): JsonObject {
  return part;
}

async function restore(
  ask: AskTables,
  { action, part }: TransactionPart,
  old: Json | undefined,
): Promise<void> {
  const { TableName = null } = part;
  if (isObject(old)) await ask('PutItem', { TableName, Item: old });
  else await ask('DeleteItem', { TableName, Key: keyOf(part, action) });
}

/** Every table of the stack has the keys `pk` and `sk`. */
function keyOf(part: JsonObject, action: TransactionPart['action']): JsonObject {
  if (action !== 'PutItem') return objectAt(part.Key, 'Key');
  const { pk = null, sk = null } = objectAt(part.Item, 'Item');
  return { pk, sk };
}

const itemName = (part: JsonObject, action: TransactionPart['action']) =>
  JSON.stringify([part.TableName, keyOf(part, action)]);
