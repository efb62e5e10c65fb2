import type { TargetOrder, TargetView } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { figuresAsCsv } from '../chart/figure-table.tsx';
import { columnsOf, type Figures } from '../chart/figures.ts';
import type { Language } from '../language/language.tsx';
import { fileName, saveFile } from '../save-file.ts';

/** Which list is meant: in which order, and of which segment. */
export type ListChoice = { order: TargetOrder; segment: string | undefined };

/** Items of a page: the most that the API gives, since the whole list is fetched. */
const PAGE = 200;

/**
 * Save a whole list of whom to call as a file: what the page shows of each buyer, and the reasons.
 *
 * @param asOf - the night that the list is of
 */
export async function saveTargets(
  market: HomedMarket,
  { order, segment }: ListChoice,
  asOf: string,
  language: Language,
): Promise<void> {
  const path = { market: market.market };
  const query = { limit: PAGE, order, segment, ...language.apiLanguage };
  const targets: TargetView[] = [];
  for await (const target of market.region.client.items('GET /v1/markets/{market}/customers', {
    path,
    query,
  }))
    targets.push(target);
  const name = fileName(market.market, 'calls', order, segment, asOf);
  saveFile(`${name}.csv`, 'text/csv', figuresAsCsv(targetsAsFigures(targets, market.currency, language)));
}

function targetsAsFigures(
  rows: readonly TargetView[],
  currency: string,
  language: Language,
): Figures<TargetView> {
  const columns = columnsOf(language);
  const told = language.words.buyers.targets;
  // codes are in the file of those alone who may see them
  const codes = rows.some(({ customerCode }) => customerCode !== undefined)
    ? [columns.words<TargetView>(told.code, ({ customerCode }) => customerCode)]
    : [];
  return {
    caption: told.title,
    columns: [
      ...codes,
      columns.words(told.pseudonym, ({ customer }) => customer),
      columns.words(told.group, ({ segmentName }) => segmentName),
      columns.share(told.in30, ({ chanceWithin30Days }) => chanceWithin30Days),
      columns.share(told.in90, ({ chanceWithin90Days }) => chanceWithin90Days),
      columns.day(told.from, ({ nextOrder }) => nextOrder?.from),
      columns.day(told.next, ({ nextOrder }) => nextOrder?.median),
      columns.day(told.to, ({ nextOrder }) => nextOrder?.to),
      columns.money(told.spends, currency, ({ expectedSpend90Days }) => expectedSpend90Days),
      columns.share(told.stays, ({ chanceAlive }) => chanceAlive),
      columns.money(told.atRisk, currency, ({ valueAtRisk }) => valueAtRisk),
      columns.words(told.offer, ({ offer }) => offer?.sku),
      columns.words(told.whyOffer, ({ offer }) => offer?.reason),
      columns.words(told.why, ({ reason }) => reason),
    ],
    rows,
  };
}
