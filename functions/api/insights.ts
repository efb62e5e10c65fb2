import { segmentationIn } from '../../lib/clustering/index.ts';
import {
  type BuyerAdvice,
  type CustomerDocument,
  insightKeys,
  NotFoundError,
} from '../../lib/domain/index.ts';
import { reasonedIn } from '../../lib/purchasing/index.ts';
import { languageHeaders, languageOf } from '../../lib/runtime/answer-language.ts';
import type { CustomerCodes } from '../../lib/runtime/customer-codes.ts';
import type {
  AdviceTable,
  AnalysisTable,
  BuyerTable,
  CatalogTable,
  OptOutTable,
  PseudonymKeyTable,
  SegmentationTable,
} from '../../lib/stores/index.ts';
import { analysisInWords } from './analysis-in-words.ts';
import { answerLack, answerNeverRun } from './never-run.ts';
import { createOptOutRoutes } from './opt-outs.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = {
  segmentations: SegmentationTable;
  analyses: AnalysisTable;
  buyers: BuyerTable;
  advice: AdviceTable;
  optOuts: OptOutTable;
  pseudonymKeys: PseudonymKeyTable;
  catalog: CatalogTable;
  customerCodes: CustomerCodes;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/** Show what the night found of a market: its segments, its buyers, its analysis. */
export function createInsightRoutes({
  segmentations,
  analyses,
  buyers,
  advice,
  optOuts,
  pseudonymKeys,
  catalog,
  customerCodes,
  now,
}: Dependencies): Pick<
  RouteHandlers,
  | 'GET /v1/markets/{market}/segments'
  | 'GET /v1/markets/{market}/customers/{customer}'
  | keyof ReturnType<typeof createOptOutRoutes>
  | 'GET /v1/markets/{market}/analysis'
> {
  return {
    ...createOptOutRoutes({ optOuts, buyers, pseudonymKeys, now }),
    'GET /v1/markets/{market}/segments': async ({ caller: { merchant }, market, query, acceptLanguage }) => {
      const stored = await segmentations.get(insightKeys.segmentation(merchant, market.market));
      const language = languageOf(query.language, acceptLanguage);
      const body =
        stored?.value.kind === 'ready'
          ? segmentationIn(stored.value, language)
          : (stored?.value ?? (await answerLack({ analyses, catalog, now }, merchant, market.market)));
      return { body, headers: languageHeaders(language) };
    },
    'GET /v1/markets/{market}/analysis': async ({ caller: { merchant }, market, query, acceptLanguage }) => {
      const stored = await analyses.get(insightKeys.analysis(merchant, market.market));
      const analysis = stored?.value ?? (await answerNeverRun({ catalog, now }, merchant, market.market));
      const language = languageOf(query.language, acceptLanguage);
      return { body: analysisInWords(analysis, language), headers: languageHeaders(language) };
    },
    'GET /v1/markets/{market}/customers/{customer}': async ({
      caller,
      market,
      path,
      query,
      acceptLanguage,
      requestId,
    }) => {
      const { merchant } = caller;
      const [stored, advised] = await Promise.all([
        buyers.get(insightKeys.buyer(merchant, market.market, path.customer)),
        advice.get(insightKeys.advice(merchant, market.market, path.customer)),
      ]);
      if (stored === undefined)
        throw new NotFoundError(`there is no customer ${path.customer} in the market ${market.market}`);
      const own = stored.value.automated === false ? undefined : adviceOf(stored.value, advised?.value);
      if ('kind' in stored.value && own === undefined)
        throw new NotFoundError(`the customer ${path.customer} is in no segment of ${market.market} yet`);
      const codes = await customerCodes([path.customer], { caller, requestId });
      const { prediction, offers = [], interest } = own ?? {};
      const language = languageOf(query.language, acceptLanguage);
      const page = {
        ...stored.value,
        ...(prediction === undefined ? {} : { prediction: reasonedIn(prediction, language) }),
        offers: offers.map((offer) => reasonedIn(offer, language)),
        ...(interest === undefined ? {} : { interest }),
      };
      const customerCode = codes.get(path.customer);
      return {
        body: customerCode === undefined ? page : { ...page, customerCode },
        headers: languageHeaders(language),
      };
    },
  };
}

/** Advice that is older than the buyer was left by a night that still knew something of it. */
const adviceOf = ({ asOf }: CustomerDocument, advised: BuyerAdvice | undefined): BuyerAdvice | undefined =>
  advised === undefined || advised.asOf < asOf ? undefined : advised;
