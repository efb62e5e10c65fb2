import { joinSentences } from '../../../../lib/charts/join-sentences.ts';
import { useLanguage } from '../language/language.tsx';
import { sentence } from '../sentence.ts';
import type { ReadyForecast } from './fan-days.ts';

type Props = { forecast: ReadyForecast; currency: string };

/** What past adjustments were worth: what stock would have cost with them against without, and whether they serve. */
export function AdjustmentWorth({ forecast: { contest }, currency }: Props) {
  const { words, say, format } = useLanguage();
  const told = words.sku.adjust.worth;
  const adjusted = contest?.contestants.find(({ kind }) => kind === 'adjusted');
  if (contest === undefined || adjusted === undefined) return <p class="quiet">{told.none}</p>;
  const { valueAddedMinor, standardErrorMinor, weeks, spokenWeeks, weight } = adjusted;
  const money = (minor: number) => format.money({ minor, currency });
  return (
    <>
      <p>
        {joinSentences([
          say(valueAddedMinor >= 0 ? told.saved : told.cost, {
            money: money(Math.abs(valueAddedMinor)),
            error: money(standardErrorMinor),
            weeks: format.units(weeks),
            spoken: format.units(spokenWeeks),
          }),
          weight > 0 ? say(told.serves, { share: format.share(weight) }) : told.waits,
        ])}
      </p>
      <p class="quiet">{sentence(contest.reason)}</p>
    </>
  );
}
