import {
  ALL_MARKETS,
  type Market,
  type Merchant,
  type Upload,
  type UploadKind,
  uploadKinds,
} from '../../lib/domain/index.ts';
import { kindColumns, type MarketFacts } from '../../lib/importing/index.ts';

/** Where an upload belongs, or why it belongs nowhere. */
export type Admission =
  | { kind: 'admitted'; uploadKind: UploadKind; market: MarketFacts }
  | { kind: 'refused'; reason: string };

/** Check the path of an upload against the merchants, markets and kinds that exist here. */
export function admitUpload(
  upload: Pick<Upload, 'market' | 'kind'>,
  merchantName: string,
  { merchants, markets }: { merchants: readonly Merchant[]; markets: readonly Market[] },
): Admission {
  const refused = (reason: string): Admission => ({ kind: 'refused', reason });
  const merchant = merchants.find((candidate) => candidate.merchant === merchantName);
  if (merchant === undefined)
    return refused('the path names no known merchant: it must be {merchant}/{market}/{kind}/{file}');
  const uploadKind = uploadKinds.find((kind) => kind === upload.kind);
  if (uploadKind === undefined)
    return refused(`"${upload.kind}" is no kind of file: it must be one of ${uploadKinds.join(', ')}`);
  if (upload.market === ALL_MARKETS) {
    if (!kindColumns[uploadKind].sharedByMarkets)
      return refused(`${uploadKind} belong to one market: put them under its name, not under ${ALL_MARKETS}`);
    const own = markets.filter(({ market }) => merchant.markets.includes(market));
    const currencies = [...new Set(own.map(({ currency }) => currency))];
    const shared = {
      ...{ market: ALL_MARKETS, currency: null, timeZone: 'UTC', pricesIncludeTax: null },
      currencies,
    };
    return { kind: 'admitted', uploadKind, market: shared };
  }
  const market = markets.find((candidate) => candidate.market === upload.market);
  if (market === undefined || !merchant.markets.includes(market.market))
    return refused(`"${upload.market}" is no market of this merchant in this region`);
  return { kind: 'admitted', uploadKind, market };
}
