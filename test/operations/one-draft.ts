import { expect } from '@jest/globals';
import { draftOrders } from '../../lib/operations/index.ts';
import { aDraftRequest } from './a-candidate.ts';

type Changes = Parameters<typeof aDraftRequest>[0];

/** The one draft that comes of a request. */
export const draft = (changes: Changes = {}) => {
  const [only, ...more] = draftOrders(aDraftRequest(changes)).drafts;
  expect(more).toEqual([]);
  expect(only).toBeDefined();
  return only!;
};

/** Its units by SKU. */
export const unitsOf = (changes: Changes) =>
  Object.fromEntries(draft(changes).lines.map(({ sku, units }) => [sku, units]));
