import type { PurchasePrediction } from '../../../../lib/domain/index.ts';
import { useLanguage } from '../language/language.tsx';
import { sentence } from '../sentence.ts';
import { chanceWords, nextOrderWords } from './words.ts';

/** What one buyer will do next, in words. */
export function Prediction({ prediction }: { prediction: PurchasePrediction }) {
  const language = useLanguage();
  const { words, say, format } = language;
  const { chanceWithin30Days, chanceWithin90Days, expectedOrders90Days, expectedSpend90Days } = prediction;
  const told = words.buyers.prediction;
  const spend =
    expectedSpend90Days === undefined ? '' : say(told.worth, { money: format.money(expectedSpend90Days) });
  return (
    <>
      <ul class="reasons">
        <li>
          <strong>
            {sentence(say(told.within30, { chance: chanceWords(language, chanceWithin30Days) })).slice(0, -1)}
          </strong>
          {say(told.within90, { chance: chanceWords(language, chanceWithin90Days) })}
        </li>
        <li>{say(told.next, { when: nextOrderWords(language, prediction.nextOrder) })}</li>
        <li>{say(told.in90, { orders: format.units(expectedOrders90Days), worth: spend })}</li>
        {prediction.chanceAlive !== undefined && (
          <li>{sentence(say(told.alive, { chance: chanceWords(language, prediction.chanceAlive) }))}</li>
        )}
      </ul>
      <p class="quiet">{say(told.how, { reason: sentence(prediction.reason) })}</p>
    </>
  );
}
