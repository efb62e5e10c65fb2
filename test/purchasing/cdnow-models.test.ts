import { describe, expect, test } from '@jest/globals';
import {
  expectedOrders,
  expectedOrdersOfNewBuyer,
  fitBgNbd,
  fitParetoNbd,
  type OrderModel,
  probabilityAlive,
} from '../../lib/purchasing/index.ts';
import { cdnow, cdnowHoldout, hasCdnow, published } from './cdnow.ts';

const sumOf = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0);

(hasCdnow ? describe : describe.skip)('on CDNOW', () => {
  test('BG/NBD finds the published parameters and likelihood', () => {
    const { params, loglik } = published.cdnow.cdnow_bgnbd;

    const model = fitBgNbd(cdnow);

    for (const name of ['r', 'alpha', 'a', 'b'] as const) expect(model[name]).toBeCloseTo(params[name], 3);
    expect(model.logLikelihood).toBeCloseTo(loglik, 3);
    expect(model.dropOutSeen).toBe(true);
  });

  test('Pareto/NBD finds the published parameters and likelihood', () => {
    const { params, loglik } = published.cdnow.cdnow_paretonbd;

    const model = fitParetoNbd(cdnow);

    for (const name of ['r', 'alpha', 's', 'beta'] as const) expect(model[name]).toBeCloseTo(params[name], 3);
    expect(model.logLikelihood).toBeCloseTo(loglik, 3);
  });

  test('Pareto/NBD errs by no more than .755 orders a buyer in the 39 weeks held out, as published', () => {
    const { mae, sum_pred } = published.cdnow.cdnow_holdout_39w.methods.pareto;
    const model = fitParetoNbd(cdnow);

    const expected = cdnow.map((buyer) => expectedOrders(model, buyer, 39));

    const errors = expected.map((one, i) => Math.abs(one - (cdnowHoldout[i] ?? Number.NaN)));
    const error = sumOf(errors) / errors.length;
    expect([cdnowHoldout.length, sumOf(cdnowHoldout)]).toEqual([2357, 1882]);
    expect(error).toBeLessThanOrEqual(0.755);
    expect(error).toBeCloseTo(mae, 3);
    expect(Math.abs(sumOf(expected) - sum_pred)).toBeLessThan(1);
  });

  test('every published expectation and P(alive) is met within its tolerance', () => {
    const models: Record<string, OrderModel> = { bgnbd: fitBgNbd(cdnow), paretonbd: fitParetoNbd(cdnow) };
    let checked = 0;
    for (const { model: name, what, t, x, t_x: recency, T: age, value, tol } of published.fixtures) {
      const model = models[name];
      if (!model) continue;
      const buyer = { frequency: x, recency, age };
      const values = [value].flat();
      const found = what.startsWith('unconditional')
        ? [t].flat().map((duration) => expectedOrdersOfNewBuyer(model, duration))
        : [what === 'P(alive)' ? probabilityAlive(model, buyer) : expectedOrders(model, buyer, t)];
      for (const [i, each] of found.entries()) {
        expect(Math.abs(each - values[i])).toBeLessThan(tol);
        checked++;
      }
    }
    expect(checked).toBe(14);
  });
});
