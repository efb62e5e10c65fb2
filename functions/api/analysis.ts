import { insightKeys, type Market } from '../../lib/domain/index.ts';
import { compareMarkets } from '../../lib/insight/index.ts';
import { languageHeaders, languageOf } from '../../lib/runtime/answer-language.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';
import type { AnalysisTable } from '../../lib/stores/index.ts';
import { comparisonInWords } from './analysis-in-words.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = { analyses: Pick<AnalysisTable, 'get'>; tenants: Tenants };

/** Put the merchant's markets side by side, from what the night stored of each. */
export function createComparisonRoutes({
  analyses,
  tenants,
}: Dependencies): Pick<RouteHandlers, 'GET /v1/analysis'> {
  return {
    'GET /v1/analysis': async ({ caller: { merchant }, query, acceptLanguage }) => {
      const { here, notHere } = placeMarkets(tenants, merchant, query.markets);
      const sides = await Promise.all(
        here.map(async (market) => ({
          market,
          analysis: (await analyses.get(insightKeys.analysis(merchant, market.market)))?.value,
        })),
      );
      const currency = query.currency ?? here[0]?.currency ?? '';
      const language = languageOf(query.language, acceptLanguage);
      const body = comparisonInWords(compareMarkets(sides, { currency, notHere }), language);
      return { body, headers: languageHeaders(language) };
    },
  };
}

/**
 * Tell the markets asked for that are at home here from those of other regions.
 *
 * @throws NotFoundError for one that the merchant has not, in the words of one that nobody has
 */
function placeMarkets(
  tenants: Tenants,
  merchant: string,
  asked: string | undefined,
): { here: Market[]; notHere: string[] } {
  const known = tenants.markets(merchant);
  const elsewhere = tenants.elsewhere(merchant);
  const names = asked === undefined ? [...known.map(({ market }) => market), ...elsewhere] : asked.split(',');
  const here: Market[] = [];
  const notHere: string[] = [];
  for (const name of new Set(names)) {
    if (elsewhere.includes(name)) notHere.push(name);
    else here.push(tenants.market(merchant, name));
  }
  return { here, notHere };
}
