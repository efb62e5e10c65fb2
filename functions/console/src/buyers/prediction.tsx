import type { PurchasePrediction } from '../../../../lib/domain/index.ts';
import { money, units } from '../format.ts';
import { chanceWords, nextOrderWords, sentence } from '../words.ts';

/** What one buyer will do next, in words. */
export function Prediction({ prediction }: { prediction: PurchasePrediction }) {
  const { chanceWithin30Days, chanceWithin90Days, expectedOrders90Days, expectedSpend90Days } = prediction;
  const spend = expectedSpend90Days === undefined ? '' : `, worth ${money(expectedSpend90Days)}`;
  const orders = Math.round(expectedOrders90Days * 10) === 10 ? 'order' : 'orders';
  return (
    <>
      <ul class="reasons">
        <li>
          <strong>{sentence(`${chanceWords(chanceWithin30Days)} within 30 days`).slice(0, -1)}</strong>
          {`, ${chanceWords(chanceWithin90Days)} within 90 days: the chance of an order.`}
        </li>
        <li>{`Next order: ${nextOrderWords(prediction.nextOrder)}.`}</li>
        <li>{`In 90 days ${units(expectedOrders90Days)} ${orders}${spend}, on average.`}</li>
        {prediction.chanceAlive !== undefined && (
          <li>{sentence(`${chanceWords(prediction.chanceAlive)} that it still is a customer`)}</li>
        )}
      </ul>
      <p class="quiet">{`How we know: ${sentence(prediction.reason)}`}</p>
    </>
  );
}
