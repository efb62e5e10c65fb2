import { currencyDigits, type Experiment, type ExperimentMetric } from '../../lib/domain/index.ts';
import { type Comparison, METRICS } from '../../lib/oversight/index.ts';

const UNITS = { buyer: 'buyer', skuMarket: 'SKU', skuLocation: 'SKU' } as const;

/** Say in one sentence what a look shows, with its figures: what one may believe, and no more. */
export function sentenceOf(experiment: Experiment, compared: Comparison): string {
  const { verdict, reason, weeks, sampleRatio, guards } = compared;
  const harmed = guards.find(({ breached }) => breached);
  switch (verdict) {
    case 'void':
      return `Nothing can be said: ${reason}.`;
    case 'not enough data':
      return `It is too early to tell: ${reason}.`;
    case 'no difference shown':
      return `After ${weeksText(weeks)} no difference is shown: what the AI adds to ${nameOf(experiment)} lies between ${intervalText(experiment, compared)} (95 %, at every look), which does not show that there is none.`;
    default:
      if (harmed !== undefined)
        return `The AI does harm beyond what is tolerated, so the test ends: ${harmed.metric} moved by ${valueText(experiment, harmed.metric, harmed.effect ?? Number.NaN)}, tolerated are ${valueText(experiment, harmed.metric, harmed.tolerated)}.`;
      return `The AI is ${verdict} than people: after ${weeksText(weeks)} with ${sampleRatio.seen.ai} ${UNITS[experiment.unit]} units and ${sampleRatio.seen.human} with people it moved ${nameOf(experiment)} by ${valueText(experiment, experiment.metric, compared.effect)}, between ${intervalText(experiment, compared)} (95 %, at every look).`;
  }
}

const weeksText = (weeks: number | null) => (weeks === 1 ? '1 whole week' : `${weeks ?? 0} whole weeks`);

function nameOf({ metric, unit }: Experiment): string {
  const per = `a ${UNITS[unit]} and week`;
  const names: Readonly<Record<ExperimentMetric, string>> = {
    conversion: METRICS.conversion.words,
    revenue: `revenue ${per}`,
    margin: `margin ${per}`,
    stockOuts: METRICS.stockOuts.words,
    daysOfCover: 'days of cover',
  };
  return names[metric];
}

const intervalText = (experiment: Experiment, { interval: { lower, upper } }: Comparison) =>
  `${valueText(experiment, experiment.metric, lower)} and ${valueText(experiment, experiment.metric, upper)}`;

/** A number of a metric as people write it: money in its currency, shares in points. */
function valueText({ currency }: Experiment, metric: ExperimentMetric, value: number): string {
  switch (metric) {
    case 'revenue':
    case 'margin': {
      if (currency === null) return `${Number(value.toPrecision(4))} minor units`;
      const digits = currencyDigits(currency);
      return `${(value / 10 ** digits).toFixed(digits)} ${currency}`;
    }
    case 'conversion':
    case 'stockOuts':
      return `${(100 * value).toFixed(2)} points`;
    case 'daysOfCover':
      return `${value.toFixed(1)} days`;
  }
}
