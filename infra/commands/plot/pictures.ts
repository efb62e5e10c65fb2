import {
  cohortChart,
  forecastChart,
  lorenzChart,
  type PictureOptions,
  plottedPositions,
  positionChart,
  revenueChart,
  seasonChart,
  segmentChart,
} from '../../../lib/charts/index.ts';
import {
  type Analysis,
  analysisDocumentSchema,
  forecastDocumentSchema,
  type InsufficientData,
  NotFoundError,
  parseAs,
  segmentationDocumentSchema,
} from '../../../lib/domain/index.ts';

/** A picture that the command can write, and the route that answers what is in it. */
export type Picture = {
  /** For the list of pictures. */
  summary: string;
  /** Below `/v1/markets/{market}`. */
  route(sku: string): string;
  /**
   * Draw the route's answer.
   *
   * @throws NotFoundError where the market has too little data, or the run that made the answer was older than the picture
   */
  draw(answer: unknown, market: string, options: PictureOptions): string;
};

/** The pictures by their names on the command line. */
export const pictures: Readonly<Record<string, Picture>> = {
  segments: {
    summary: 'who the buyers are: a panel a segment',
    route: () => '/segments',
    draw: (answer, market, options) => {
      const segmentation = ready(parseAs(segmentationDocumentSchema, answer, 'the segmentation'), 'segments');
      return segmentChart(segmentation, { title: `Buyer segments, market ${market}`, ...options });
    },
  },
  forecast: {
    summary: 'the demand forecast of a SKU, with --sku',
    route: (sku) => `/forecasts/${encodeURIComponent(sku)}`,
    draw: (answer, market, options) => {
      const forecast = ready(parseAs(forecastDocumentSchema, answer, 'the forecast'), 'a forecast');
      return forecastChart(forecast, {
        title: `Demand forecast of ${forecast.sku}, market ${market}`,
        ...options,
      });
    },
  },
  revenue: ofAnalysis('Revenue by month', 'revenue by month', ({ months }, options) =>
    revenueChart(months, options),
  ),
  season: ofAnalysis(
    'Season',
    'how much more each month sells than the mean month',
    ({ season }, options) => season && seasonChart(season, options),
  ),
  lorenz: ofAnalysis(
    'How much hangs on few buyers',
    'how much of the revenue hangs on few buyers',
    ({ concentration: { lorenz, buyerGini } }, options) =>
      lorenz && lorenzChart({ lorenz, gini: buyerGini }, options),
  ),
  cohorts: ofAnalysis(
    'Who comes back',
    'who comes back, by the month of the first order',
    ({ cohorts }, options) => cohorts && cohortChart(cohorts, options),
  ),
  positions: ofAnalysis(
    'Where categories stand',
    'growth and margin of the categories, and what is advised',
    ({ categories, positioning }, options) =>
      categories && positionChart(plottedPositions(categories, positioning), options),
  ),
};

function ofAnalysis(
  title: string,
  summary: string,
  draw: (analysis: Analysis, options: PictureOptions) => string | undefined,
): Picture {
  return {
    summary,
    route: () => '/analysis',
    draw: (answer, market, options) => {
      const analysis = ready(parseAs(analysisDocumentSchema, answer, 'the analysis'), 'an analysis');
      const svg = draw(analysis, { title: `${title}, market ${market}`, ...options });
      if (svg === undefined)
        throw new NotFoundError(
          `the run ${analysis.runId} of ${market} did not work this out yet: run it again`,
        );
      return svg;
    },
  };
}

function ready<T extends { kind: 'ready' }>(document: T | InsufficientData, what: string): T {
  if (document.kind === 'insufficientData')
    throw new NotFoundError(`there is too little data for ${what}: ${document.detail}`);
  return document;
}
