import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { insufficientPolicySchema, type PolicyDocument, type PolicyRow, policyRowSchema } from './policy.ts';
import { bestActionAt, bestActionsOf, gainAtLevel, type LevelGain, packLevels } from './policy-levels.ts';

const micros = z.int().check(z.nonnegative());

/**
 * A policy row as the table keeps it: half the bytes, which are paid for at night by the KiB and parsed on every request.
 *
 * An action's number is price · orders + order; `levels` has a line for each stock level (`packLevels`). What no answer
 * needs (practice, seed, model) stands in the audit object alone.
 */
const packedPolicySchema = z.extend(
  z.omit(policyRowSchema, {
    kind: true,
    actions: true,
    top: true,
    practice: true,
    gainByLevel: true,
    priceList: true,
    contracts: true,
    seed: true,
  }),
  {
    kind: z.literal('packed'),
    orderUnits: z.array(z.number()),
    levels: z.array(z.string()),
    /** Group, smallest quantity, unit price. */
    priceList: z.array(z.tuple([z.string(), z.number(), micros])),
    /** Customer, smallest quantity, unit price, last day. */
    contracts: z.array(z.tuple([z.string(), z.number(), micros, z.nullable(isoDate)])),
  },
);
type PackedPolicy = z.infer<typeof packedPolicySchema>;

/** A stored policy: packed, or whole as it was written before rows were packed and where its actions make no grid. */
export const storedPolicySchema = z.discriminatedUnion('kind', [
  packedPolicySchema,
  policyRowSchema,
  insufficientPolicySchema,
]);
export type StoredPolicy = z.infer<typeof storedPolicySchema>;

/** Digits that a fitted number keeps. */
const FITTED_DIGITS = 6;

/**
 * Write a policy as the table keeps it.
 *
 * @returns the same document where it is no learnt row, or its actions are not every order at every price
 */
export function storePolicy(document: PolicyDocument): StoredPolicy {
  if (document.kind !== 'ready') return document;
  const orderUnits = gridOf(document);
  if (orderUnits === null) return document;
  const { actions, top, practice, gainByLevel, seed, ...row } = document;
  const { model, otherMarkets, ...demand } = row.demand;
  const { episodes, gapToOptimum, ...evidence } = row.evidence;
  return {
    ...row,
    kind: 'packed',
    orderUnits,
    levels: packLevels(top, gainByLevel),
    replenishment: { ...row.replenishment, leadTime: shortened(row.replenishment.leadTime) },
    demand: {
      ...shortened(demand),
      ...(otherMarkets === undefined ? {} : { otherMarkets: otherMarkets.map(shortened) }),
    },
    evidence,
    priceList: row.priceList.map((entry) => [entry.priceGroup, entry.minQuantity, entry.unitPriceMicros]),
    contracts: row.contracts.map((entry) => [
      entry.customer,
      entry.minQuantity,
      entry.unitPriceMicros,
      entry.validTo,
    ]),
  };
}

/** Read a policy from what the table keeps, its levels as arrays. */
export function openPolicy(stored: StoredPolicy): PolicyDocument {
  if (stored.kind !== 'packed') return stored;
  const { orderUnits, levels, ...row } = openLists(stored);
  const gains = levels.flatMap((_, level) => {
    const gain = gainAtLevel(levels, level);
    return gain === undefined ? [] : [gain];
  });
  return {
    ...row,
    kind: 'ready',
    actions: row.priceMicros.flatMap((_, price) => orderUnits.map((units) => ({ price, orderUnits: units }))),
    top: levels.map(bestActionsOf),
    ...(gains.length === levels.length ? { gainByLevel: gains } : {}),
  };
}

/** A policy as it is answered from: levels may stay packed, since an answer needs one of them. */
export type ServedPolicy = PolicyDocument | ServedPacked;
/** A learnt row of either form. */
export type ServedRow = PolicyRow | ServedPacked;
type ServedPacked = ReturnType<typeof openLists>;

/** Make a stored policy ready to be answered from, at the least cost. */
export function servePolicy(stored: StoredPolicy): ServedPolicy {
  return stored.kind === 'packed' ? openLists(stored) : stored;
}

/** The best action at a stock level: its price's place on the ladder, and the order; `undefined` where none is known. */
export function learntActionAt(row: ServedRow, level: number): PolicyRow['actions'][number] | undefined {
  if (row.kind === 'ready') return row.actions[row.top[level]?.[0]?.[0] ?? -1];
  const action = bestActionAt(row.levels, level);
  const orders = row.orderUnits.length;
  const orderUnits = action === undefined ? undefined : row.orderUnits[action % orders];
  if (action === undefined || orderUnits === undefined) return undefined;
  return { price: Math.floor(action / orders), orderUnits };
}

/** The gain a day at a stock level, minor units; `undefined` where only that of the last known state is known. */
export function learntGainAt(row: ServedRow, level: number): LevelGain | undefined {
  return row.kind === 'ready' ? row.gainByLevel?.[level] : gainAtLevel(row.levels, level);
}

function openLists({ priceList, contracts, ...row }: PackedPolicy) {
  return {
    ...row,
    priceList: priceList.map(([priceGroup, minQuantity, unitPriceMicros]) => ({
      priceGroup,
      minQuantity,
      unitPriceMicros,
    })),
    contracts: contracts.map(([customer, minQuantity, unitPriceMicros, validTo]) => ({
      customer,
      minQuantity,
      unitPriceMicros,
      validTo,
    })),
  };
}

/** The orders that every price is combined with, in the order of the actions; `null` where the actions are no such grid. */
function gridOf({ actions, priceMicros }: PolicyRow): number[] | null {
  const orderUnits = actions.filter(({ price }) => price === 0).map((action) => action.orderUnits);
  const fits = actions.every(
    ({ price, orderUnits: units }, place) =>
      price === Math.floor(place / orderUnits.length) && units === orderUnits[place % orderUnits.length],
  );
  return fits && actions.length === priceMicros.length * orderUnits.length ? orderUnits : null;
}

/** Shorten the numbers of a record that were fitted; whole ones and what is no number stay. */
function shortened<Fields extends object>(record: Fields): Fields {
  const entries = Object.entries(record).map(([name, value]) => [
    name,
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(FITTED_DIGITS)) : value,
  ]);
  // the same names with values of the same types
  return Object.fromEntries(entries) as Fields;
}
