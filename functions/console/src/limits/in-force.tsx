import type { AutomationLimits, AutomationView } from '../../../../lib/domain/index.ts';
import { Fact } from '../fact.tsx';
import { type Language, useLanguage } from '../language/language.tsx';

/** What holds now, all markets and this one together; of the two the tighter. */
export function InForce({ view: { effective, set }, isMarket }: { view: AutomationView; isMarket: boolean }) {
  const language = useLanguage();
  const { words } = language;
  const { mode, killed, limits, activeRun } = effective;
  const told = words.limits;
  return (
    <>
      <p>
        <strong>
          {!killed && !isMarket && mode === 'automatic'
            ? told.leftToMarkets
            : words.modes[killed ? 'killed' : mode]}
        </strong>
        {set === null && <span class="quiet">{` ${told.nothingSet}`}</span>}
      </p>
      <dl class="facts">
        {limitNames.flatMap((name) => {
          const value = limitInWords(limits, name, language);
          return value === undefined
            ? []
            : [
                <Fact key={name} name={told.terms[name]}>
                  {value}
                </Fact>,
              ];
        })}
        {activeRun !== undefined && <Fact name={words.terms.activeRun}>{activeRun}</Fact>}
      </dl>
    </>
  );
}

const limitNames = [
  ...(['largestStep', 'largestOrder', 'moneyPerDay', 'leastConfidence'] as const),
  ...(['oldestDataDays', 'twoPersonsFrom', 'approvers'] as const),
];

function limitInWords(
  limits: AutomationLimits,
  name: (typeof limitNames)[number],
  { format, count, words }: Language,
): string | undefined {
  switch (name) {
    case 'largestStep':
    case 'leastConfidence':
      return limits[name] === undefined ? undefined : format.share(limits[name]);
    case 'oldestDataDays':
      return limits[name] === undefined ? undefined : count(words.limits.daysOld, limits[name]);
    case 'approvers':
      return limits[name] === undefined ? undefined : count(words.limits.people, limits[name].length);
    case 'largestOrder':
    case 'moneyPerDay':
    case 'twoPersonsFrom':
      return limits[name] === undefined ? undefined : format.money(limits[name]);
  }
}
