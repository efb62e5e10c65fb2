import { expectedOrders, fitBgNbd, fitMbgNbd, fitParetoNbd } from '../../lib/purchasing/index.ts';
import { cdnow, cdnowHoldout, hasCdnow, published } from '../purchasing/cdnow.ts';
import { report } from './prediction-report.ts';

const WEEKS = 39;

/** Expect CDNOW's orders of the 39 weeks held out, hold them against those that came, and time a fit of 100,000 buyers. */
export function benchCdnow(): void {
  if (!hasCdnow) return;
  const { methods } = published.cdnow.cdnow_holdout_39w;
  const came = cdnowHoldout.reduce((sum, one) => sum + one, 0);
  console.log(`CDNOW, ${WEEKS} weeks held out of ${cdnowHoldout.length} buyers, ${came} orders came`);
  for (const [name, fitModel, peer] of [
    ['Pareto/NBD', fitParetoNbd, 'pareto'],
    ['MBG/NBD', fitMbgNbd, undefined],
    ['BG/NBD', fitBgNbd, 'bgnbd'],
  ] as const) {
    const model = fitModel(cdnow);
    const expected = cdnow.map((buyer) => expectedOrders(model, buyer, WEEKS));
    const sum = expected.reduce((total, one) => total + one, 0);
    const error = meanAbsoluteError(expected, cdnowHoldout);
    const theirs = peer === undefined ? '' : `; published ${methods[peer].mae.toFixed(4)}`;
    report(`${name}: ${sum.toFixed(0)} orders expected, MAE`, error, error <= 0.755, `at most .755${theirs}`);
  }
  timeFit();
}

function meanAbsoluteError(expected: readonly number[], came: readonly number[]): number {
  return expected.reduce((sum, one, i) => sum + Math.abs(one - (came[i] ?? Number.NaN)), 0) / came.length;
}

function timeFit(): void {
  const many = Array.from({ length: 100_000 }, (_, i) => {
    const { frequency, recency, age } = cdnow[i % cdnow.length] ?? { frequency: 0, recency: 0, age: 1 };
    return { frequency, recency, age: age + Math.floor(i / cdnow.length) / 7 };
  });
  const started = process.cpuUsage();
  fitBgNbd(many);
  const seconds = process.cpuUsage(started).user / 1e6;
  report('CPU seconds of BG/NBD on 100,000 buyers', seconds, seconds <= 2, 'at most 2');
}
