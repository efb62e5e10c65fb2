import {
  compareTargets,
  type Target,
  type TargetListName,
  type TargetOrder,
} from '../../lib/domain/index.ts';

/** What a caller asks of a market's buyers. */
type Asked = { segment?: string | undefined; sku?: string | undefined; order?: TargetOrder | undefined };

const DEFAULT_ORDER = 'spend';

/** Name the stored list that an answer is cut from. */
export function listNameOf({ segment, sku, order = DEFAULT_ORDER }: Asked): TargetListName {
  if (sku !== undefined) return { of: 'sku', sku };
  return segment === undefined ? { of: 'market', order } : { of: 'segment', segment, order };
}

/** Choose from a SKU's buyers, by score as they are stored, those of a segment, and bring them in an order. */
export function chooseTargets(targets: readonly Target[], { segment, sku, order }: Asked): readonly Target[] {
  if (sku === undefined) return targets;
  const chosen = targets.filter((target) => segment === undefined || target.segment === segment);
  return order === undefined ? chosen : chosen.toSorted(compareTargets(order));
}

/** Say why a list holds nobody. */
export function emptyBecause({ sku, segment, order }: Asked): string {
  const where = segment === undefined ? '' : ` in the segment ${segment}`;
  if (order === 'risk') return `no buyer${where} is seen to be leaving, so no spend is at risk of it`;
  if (sku !== undefined) return `the SKU ${sku} is to be offered to no buyer${where} now`;
  return `nothing is known to be expected of any buyer${where}`;
}
