import { powerChart } from '../../../../lib/charts/index.ts';
import type { ExperimentPlanView } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { columnsOf, type Figures } from '../chart/figures.ts';
import { Picture } from '../chart/picture.tsx';
import { Fact } from '../fact.tsx';
import { Heading } from '../heading.tsx';
import { type Language, useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';
import { fileName } from '../save-file.ts';
import { type Draft, isWholeWeeks } from './draft.ts';
import { Holidays } from './experiment-page.tsx';
import { metricWriting } from './metric-words.ts';
import type { PlanState } from './use-plan.ts';

type Props = { state: PlanState; draft: Draft; currency: string; market: HomedMarket };

/** What a test would take, while it is being set up. */
export function PlanView({ state: { plan, error, isAsking, again }, draft, currency, market }: Props) {
  const { words } = useLanguage();
  const told = words.experiments;
  return (
    <section class="panel" aria-label={told.plan} aria-busy={isAsking}>
      <h2>{told.plan}</h2>
      {error !== undefined && <Failure error={error} again={again} />}
      {plan === undefined && error === undefined && (
        <p class="quiet">{isAsking ? told.planning : told.typeEffect}</p>
      )}
      {plan !== undefined && <Planned plan={plan} draft={draft} currency={currency} market={market} />}
    </section>
  );
}

type PlannedProps = Omit<Props, 'state'> & { plan: ExperimentPlanView };

function Planned({ plan, draft, currency, market }: PlannedProps) {
  const language = useLanguage();
  const { words, say, format } = language;
  const told = words.experiments;
  const { level } = metricWriting(draft.metric, currency, language);
  const weeks = draft.weeks === '' || !isWholeWeeks(draft) ? plan.weeks : Number(draft.weeks);
  const chance = plan.powerCurve.find((one) => one.weeks === weeks)?.power ?? plan.power;
  const sentence = planInWords(plan, draft.power, language);
  return (
    <>
      <p role="status">
        <strong>{sentence}</strong>
      </p>
      <dl class="facts">
        <Fact name={told.wholeWeeks} id="plan-weeks">
          {format.units(weeks)}
        </Fact>
        <Fact name={told.chance} id="plan-chance">
          {format.share(belowCertainty(chance))}
        </Fact>
        <Fact name={told.units.assigned}>
          {`${format.units(plan.unitsPerArm.ai)} · ${format.units(plan.unitsPerArm.human)}`}
        </Fact>
        <Fact name={told.begins}>{format.day(plan.start)}</Fact>
        {plan.basis.mean !== null && <Fact name={told.soFar}>{level(plan.basis.mean)}</Fact>}
      </dl>
      <Picture
        draw={(options) =>
          powerChart(
            { curve: plan.powerCurve, wanted: draft.power, weeks },
            { ...options, title: told.chanceByWeek, subtitle: told.chanceKey },
          )
        }
        file={fileName(market.market, 'experiment', 'plan', plan.start)}
        figures={curveAsFigures(plan, language)}
      />
      <SmallestEffects plan={plan} write={level} />
      <p class="quiet">
        {say(told.randomised, { unit: told.unitNames[plan.unit], why: told.whyUnits[plan.unit] })}
      </p>
      <Holidays holidays={plan.holidays} />
    </>
  );
}

function planInWords(plan: ExperimentPlanView, wanted: number, { words, say, format }: Language): string {
  const told = words.experiments;
  const { unit, unitsPerArm, weeks, power, unitsNeeded } = plan;
  const arms = {
    ...{ ai: format.units(unitsPerArm.ai), human: format.units(unitsPerArm.human) },
    unit: told.unitNames[unit],
  };
  const chance = format.share(belowCertainty(power));
  if (plan.kind === 'planned') return say(told.planned, { ...arms, chance, weeks: format.units(weeks) });
  const needed =
    unitsNeeded === null ? told.noUnits : say(told.unitsNeeded, { units: format.units(unitsNeeded) });
  return say(told.beyondReach, { ...arms, chance, wanted: format.share(wanted), needed });
}

/** A chance that would be written as certainty is none: it is rounded down. */
const belowCertainty = (chance: number) => Math.floor(1000 * chance) / 1000;

type Week = ExperimentPlanView['powerCurve'][number];

function curveAsFigures({ powerCurve }: ExperimentPlanView, language: Language): Figures<Week> {
  const told = language.words.experiments;
  const columns = columnsOf(language);
  return {
    caption: told.chanceByWeek,
    columns: [
      columns.count(told.wholeWeeks, ({ weeks }) => weeks),
      columns.share(told.chance, ({ power }) => power),
    ],
    rows: powerCurve,
  };
}

function SmallestEffects({ plan, write }: { plan: ExperimentPlanView; write: (effect: number) => string }) {
  const { words, count } = useLanguage();
  const told = words.experiments;
  return (
    <table>
      <caption>{told.smallest}</caption>
      <thead>
        <tr>
          {plan.smallestEffects.map(({ weeks }) => (
            <Heading key={weeks} name={count(told.weeksCount, weeks)} numbers />
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          {plan.smallestEffects.map(({ weeks, effect }) => (
            <td key={weeks} class="number">
              {effect === null ? '–' : write(effect)}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
