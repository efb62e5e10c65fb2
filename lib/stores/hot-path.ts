import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  type KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import {
  type Control,
  controlKeys,
  controlSchema,
  decisionSchema,
  insightKeys,
  type ServedPolicy,
  type StockLevel,
  servePolicy,
  skuKey,
  stockLevelKey,
  stockLevelSchema,
  storedPolicySchema,
  storedReader,
  trialSchema,
  UpstreamError,
} from '../domain/index.ts';

/** Everything that a recommendation is made from; `undefined` where no row is stored. */
export type HotRows = {
  policy: ServedPolicy | undefined;
  merchantControl: Control | undefined;
  marketControl: Control | undefined;
  customer: HotCustomer | undefined;
  decision: HotDecision | undefined;
  /** What was last said of the SKU's stock between two files. */
  stockLevel: StockLevel | undefined;
};

/**
 * A buyer by its pseudonym, and by the one of the key before while stores change over to a new one: its rows may stand under either.
 */
export type NamedTwice = { now: string; before: string };

/** What a recommendation is asked about. */
export type HotQuestion = {
  merchant: string;
  market: string;
  sku: string;
  /** Pseudonym of the buyer, where one is named: one more row of the same batch, two where it has two names. */
  customer?: string | NamedTwice | undefined;
  /** The caller says itself what is on hand and on order: no stored level is asked for, which saves a read unit. */
  stockIsSaid?: boolean;
};

export type HotPathReader = (asked: HotQuestion) => Promise<HotRows>;

/** The tables that hold those rows. */
export type HotPathTables = { policies: string; controls: string; insights: string; decisions: string };

/** Of a customer's document, buyer or not yet one, an answer depends on its group, its word, and who operates it. */
const hotCustomerSchema = z.object({
  /** Another name than asked by where the buyer was renamed meanwhile. */
  customer: z.optional(z.string()),
  automated: z.optional(z.boolean()),
  priceGroup: z.optional(z.string()),
  trial: z.optional(trialSchema),
});
export type HotCustomer = z.infer<typeof hotCustomerSchema>;

/** Of a decision what is in force; reasons, gains and history stay unread. */
const hotDecisionSchema = z.pick(decisionSchema, {
  state: true,
  price: true,
  currentPrice: true,
  orderUnits: true,
  stock: true,
  validUntil: true,
  approvals: true,
});
export type HotDecision = z.infer<typeof hotDecisionSchema>;

const TRIES = 3;

const readPolicy = storedReader(storedPolicySchema, 'a policy row');
const readControl = storedReader(controlSchema, 'a control row');
const readDecision = storedReader(hotDecisionSchema, 'a decision row');
const readLevel = storedReader(stockLevelSchema, 'a stock level');
const readCustomer = storedReader(hotCustomerSchema, 'a customer row');

/**
 * Read the rows of a recommendation in one BatchGetItem.
 *
 * The rows of policy, decision and customer may be a moment old; those of controls, with the stock level among them, are read
 * strongly, so that a kill switch, and a level that was said, work on the very next request. Keys that the table did not get to
 * are asked for again, twice at most.
 *
 * @throws UpstreamError when rows stay unread or one is unreadable
 */
export function createHotPathReader(client: DynamoDBClient, tables: HotPathTables): HotPathReader {
  return async (asked) => {
    const { merchant, market, sku, customer } = asked;
    const found = await readBatch(client, hotPathRequest(tables, asked));
    const levelKey = stockLevelKey(merchant, market, sku);
    const ofControls = found.get(tables.controls) ?? [];
    // a SKU may be called as a control row is
    const controls = ofControls.filter(({ pk }) => pk?.S !== levelKey.pk);
    const level = ofControls.find(({ pk }) => pk?.S === levelKey.pk)?.body?.S;
    const bodyOf = (items: Record<string, AttributeValue>[], sk: string) =>
      items.find((item) => item.sk?.S === sk)?.body?.S;
    const control = (sk: string) => {
      const body = bodyOf(controls, sk);
      return body === undefined ? undefined : readControl(body);
    };
    const policy = bodyOf(found.get(tables.policies) ?? [], sku);
    const decision = bodyOf(found.get(tables.decisions) ?? [], sku);
    const names = namesOf(customer);
    const rows = found.get(tables.insights) ?? [];
    const [buyer] = names.flatMap((name) => rows.find(({ sk }) => sk?.S?.endsWith(name))?.body?.S ?? []);
    const known = buyer === undefined ? undefined : readCustomer(buyer);
    return {
      policy:
        policy === undefined
          ? undefined
          : servePolicy(readPolicy(underOneName(policy, names, known?.customer))),
      merchantControl: control(controlKeys.merchant(merchant).sk),
      marketControl: control(controlKeys.market(merchant, market).sk),
      decision: decision === undefined ? undefined : readDecision(decision),
      customer: known,
      stockLevel: level === undefined ? undefined : readLevel(level),
    };
  };
}

const namesOf = (customer: string | NamedTwice | undefined): string[] => {
  if (customer === undefined) return [];
  return typeof customer === 'string' ? [customer] : [customer.now, customer.before];
};

/** Name a buyer of several names by one, as its own row does: a pseudonym is unlike any other text. */
function underOneName(
  policy: string,
  [asked, before]: readonly string[],
  renamedTo: string | undefined,
): string {
  const name = before === undefined ? (renamedTo ?? asked) : asked;
  if (name === undefined) return policy;
  const others = [asked, before].flatMap((other) => (other === undefined || other === name ? [] : [other]));
  return others.reduce((text, other) => text.replaceAll(other, name), policy);
}

/** Name the rows of a recommendation, as BatchGetItem takes them. */
export function hotPathRequest(
  tables: HotPathTables,
  { merchant, market, sku, customer, stockIsSaid = false }: HotQuestion,
): Record<string, KeysAndAttributes> {
  const keyOf = ({ pk, sk }: { pk: string; sk: string }) => ({ pk: { S: pk }, sk: { S: sk } });
  return {
    [tables.policies]: { Keys: [keyOf(skuKey(merchant, market, sku))], ConsistentRead: false },
    [tables.decisions]: { Keys: [keyOf(skuKey(merchant, market, sku))], ConsistentRead: false },
    [tables.controls]: {
      Keys: [
        controlKeys.merchant(merchant),
        controlKeys.market(merchant, market),
        ...(stockIsSaid ? [] : [stockLevelKey(merchant, market, sku)]),
      ].map(keyOf),
      ConsistentRead: true,
    },
    ...(customer === undefined
      ? {}
      : {
          [tables.insights]: {
            Keys: namesOf(customer).map((name) => keyOf(insightKeys.buyer(merchant, market, name))),
            ConsistentRead: false,
          },
        }),
  };
}

async function readBatch(
  client: DynamoDBClient,
  request: Record<string, KeysAndAttributes>,
): Promise<Map<string, Record<string, AttributeValue>[]>> {
  const found = new Map<string, Record<string, AttributeValue>[]>();
  let asked = request;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 10 * 4 ** attempt));
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: asked }),
    );
    for (const [table, items] of Object.entries(Responses ?? {}))
      found.set(table, [...(found.get(table) ?? []), ...items]);
    asked = UnprocessedKeys ?? {};
    if (Object.keys(asked).length === 0) return found;
  }
  throw new UpstreamError(`rows of a recommendation stayed unread after ${TRIES} tries`);
}
