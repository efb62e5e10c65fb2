import { daysBetween } from '../../../../lib/domain/calendar.ts';
import type { WhatIfAnswer } from '../../../../lib/domain/index.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { sentence } from '../sentence.ts';
import { runsOutOn } from './stock-days.ts';

type Props = { answer: WhatIfAnswer; isChanged: boolean };

/** One figure under both futures. */
type Line = { name: string; planned: string; changed: string; difference: string };

/** What is planned beside what would be, and what that assumes. */
export function WhatIfAnswers({ answer, isChanged }: Props) {
  const { words, say, format } = useLanguage();
  const told = words.sku.whatIf;
  const lines = useLines(answer);
  return (
    <div class="what-if-answers">
      <div class="scroll">
        <table class="folding">
          <caption class="unseen">{told.caption}</caption>
          <thead>
            <tr>
              <Heading name={told.figure} />
              <Heading name={told.planned} numbers />
              {isChanged && <Heading name={told.changed} numbers />}
              {isChanged && <Heading name={told.difference} numbers />}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, planned, changed, difference }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="number" data-label={told.planned}>
                  {planned}
                </td>
                {isChanged && (
                  <td class="number" data-label={told.changed}>
                    {changed}
                  </td>
                )}
                {isChanged && (
                  <td class="number" data-label={told.difference}>
                    {difference}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isChanged && answer.effect !== null && (
        <p class="quiet">
          {say(told.effect, { text: answer.effect.text, source: told.sources[answer.effect.source] })}
        </p>
      )}
      {answer.replenishment?.proposal && (
        <p class="quiet">
          {say(told.proposal[answer.replenishment.proposal.by], {
            units: format.units(answer.replenishment.proposal.orderUnits),
          })}
        </p>
      )}
      {answer.notes
        // the price's own field says with which bound
        .filter(({ code }) => code !== 'priceOutOfBounds')
        .map(({ code, text }) => (
          <p key={code} class={code === 'priceUnknown' ? 'alert' : 'quiet'}>
            {sentence(text)}
          </p>
        ))}
    </div>
  );
}

function useLines({ units, planned, margin, replenishment, projection }: WhatIfAnswer): Line[] {
  const { words, say, count, format } = useLanguage();
  const told = words.sku.whatIf;
  const days = format.units(planned.mean.length);
  const of = (name: string, before: number, after: number, write: (value: number) => string): Line => ({
    ...{ name, planned: write(before), changed: write(after) },
    difference: before === after ? '–' : `${after > before ? '+' : '−'}${write(Math.abs(after - before))}`,
  });
  const date = (name: string, before: string | null, after: string | null): Line => ({
    ...{ name, planned: dayOr(before), changed: dayOr(after) },
    difference: before === after ? '–' : daysApart(before, after),
  });
  const dayOr = (day: string | null) => (day === null ? told.never : format.day(day));
  const daysApart = (before: string | null, after: string | null) =>
    before === null || after === null
      ? told.differs
      : `${after > before ? '+' : '−'}${count(told.days, Math.abs(daysBetween(before, after)))}`;
  const sum = (daily: readonly number[]) => daily.reduce((total, minor) => total + minor, 0);
  const money = (minor: number) =>
    format.money({ minor: Math.round(minor), currency: margin?.currency ?? '' });
  return [
    of(say(told.units, { days }), units.planned, units.changed, format.units),
    ...(margin === null
      ? []
      : [of(say(told.margin, { days }), sum(margin.plannedMinor), sum(margin.changedMinor), money)]),
    ...(replenishment === null
      ? []
      : [
          of(
            told.safetyStock,
            replenishment.planned.safetyStock,
            replenishment.changed.safetyStock,
            format.units,
          ),
          of(
            words.stock.reorderPoint,
            replenishment.planned.reorderPoint,
            replenishment.changed.reorderPoint,
            format.units,
          ),
          of(
            told.orderUnits,
            replenishment.planned.orderUnits,
            replenishment.changed.orderUnits,
            format.units,
          ),
          date(
            told.latestOrder,
            replenishment.planned.latestOrderDate,
            replenishment.changed.latestOrderDate,
          ),
        ]),
    ...(projection === null || projection.onHand <= 0
      ? []
      : [
          date(
            told.stockOut,
            runsOutOn(projection, projection.planned),
            runsOutOn(projection, projection.changed),
          ),
        ]),
  ];
}
