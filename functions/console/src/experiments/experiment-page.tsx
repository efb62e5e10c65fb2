import type { ExperimentView } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { Fact } from '../fact.tsx';
import { Heading } from '../heading.tsx';
import { type Language, useLanguage } from '../language/language.tsx';
import { Loaded, useLoaded } from '../load.tsx';
import { addressOf } from '../place.ts';
import { EffectPicture } from './effect-picture.tsx';
import { metricWriting } from './metric-words.ts';
import { StopExperiment } from './stop-experiment.tsx';
import { knownDay, sampleRatioInWords, timeLeftInWords, verdictInWords } from './verdict-words.ts';

type Props = { market: HomedMarket; markets: readonly HomedMarket[]; experiment: string };

/** One test: the verdict in a sentence, the effect as it became known, and what was settled before the first day. */
export function ExperimentPage({ market, markets, experiment }: Props) {
  const { words } = useLanguage();
  const told = words.experiments;
  const loaded = useLoaded(`experiment ${experiment}`, async () => {
    const path = { experiment };
    const { body } = await market.region.client.call('GET /v1/experiments/{experiment}', { path });
    return body;
  });
  return (
    <>
      <p>
        <a href={addressOf(market.market, 'worth', 'experiments')}>{told.back}</a>
      </p>
      <Loaded state={loaded} what={told.title}>
        {(value, again) => (
          <>
            <Result test={value} market={market} onStopped={again} />
            <div class="halves">
              <Settled test={value} markets={markets} />
              <Guards test={value} />
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}

type Shown = { test: ExperimentView };

function Result({ test, market, onStopped }: Shown & { market: HomedMarket; onStopped: () => void }) {
  const language = useLanguage();
  const { words, format } = language;
  const told = words.experiments;
  const look = test.looks.at(-1);
  const day = knownDay(test.looks, market.lastRun?.asOf, test.start);
  return (
    <section class="panel" aria-label={told.result}>
      <div class="titled">
        <h2>
          <bdi>{test.name}</bdi>
        </h2>
        {test.state === 'running' && (
          <StopExperiment test={test} region={market.region} onStopped={onStopped} />
        )}
      </div>
      <p class="verdict">
        <strong>{look === undefined ? waiting(test, language) : verdictInWords(look, test, language)}</strong>
      </p>
      {test.ended !== undefined && <p>{endInWords(test.ended, language)}</p>}
      <dl class="facts">
        <Fact name={told.timeLeft}>{timeLeftInWords(test, day, language)}</Fact>
        {look !== undefined && <Figures test={test} look={look} />}
      </dl>
      {look !== undefined && (
        <>
          <p class={look.sampleRatio.mismatch ? 'alert' : 'quiet'}>{sampleRatioInWords(look, language)}</p>
          <EffectPicture test={test} market={market} />
          <p class="quiet">{`${format.day(look.asOf)}: ${look.sentence}`}</p>
        </>
      )}
    </section>
  );
}

function Figures({ test, look }: Shown & { look: ExperimentView['looks'][number] }) {
  const language = useLanguage();
  const { words, say, format } = language;
  const told = words.experiments;
  const { level, change } = metricWriting(test.metric, test.currency ?? '', language);
  const { effect, interval, means, assigned, weeks } = look;
  const orDash = (value: number | null, write: (value: number) => string) =>
    value === null ? '–' : write(value);
  return (
    <>
      <Fact name={told.effect} id="effect">
        {orDash(effect, change)}
      </Fact>
      <Fact name={told.interval}>
        {say(words.compare.range, {
          low: orDash(interval.lower, change),
          high: orDash(interval.upper, change),
        })}
      </Fact>
      <Fact name={told.withAi}>{orDash(means.ai, level)}</Fact>
      <Fact name={told.withPeople}>{orDash(means.human, level)}</Fact>
      <Fact name={told.units.assigned}>
        {`${format.units(assigned.ai)} · ${format.units(assigned.human)}`}
      </Fact>
      <Fact name={told.wholeWeeks}>
        {say(told.ofWeeks, { done: format.units(weeks), all: format.units(test.weeks) })}
      </Fact>
    </>
  );
}

/** What was settled before the first day, so that nobody can choose it to fit. */
function Settled({ test, markets }: Shown & { markets: readonly HomedMarket[] }) {
  const language = useLanguage();
  const { words, say, format } = language;
  const told = words.experiments;
  const { level } = metricWriting(test.metric, test.currency ?? '', language);
  const nameOf = (market: string) => markets.find((one) => one.market === market)?.name ?? market;
  return (
    <section class="panel" aria-label={told.settled}>
      <h3>{told.settled}</h3>
      <dl class="facts">
        <Fact name={told.kind}>{told.kinds[test.kind]}</Fact>
        <Fact name={told.metric}>{told.metrics[test.metric]}</Fact>
        <Fact name={told.minimalEffect}>{level(test.minimalEffect)}</Fact>
        <Fact name={told.aiShare}>{format.share(test.aiShare)}</Fact>
        <Fact name={told.markets}>{format.list(test.markets.map(nameOf))}</Fact>
      </dl>
      <p>
        {say(told.runs, {
          from: format.day(test.start),
          to: format.day(test.end),
          weeks: format.units(test.weeks),
        })}
      </p>
      <p class="quiet">
        {say(told.randomised, { unit: told.unitNames[test.unit], why: told.whyUnits[test.unit] })}
      </p>
      <Holidays holidays={test.holidays ?? []} />
    </section>
  );
}

/** Public holidays within a test: both arms have them, and such a week is no usual one. */
export function Holidays({ holidays }: { holidays: NonNullable<ExperimentView['holidays']> }) {
  const { words, say, format } = useLanguage();
  if (holidays.length === 0) return null;
  const named = holidays.map(({ market, date, name }) => `${format.day(date)} ${name} (${market})`);
  return <p class="quiet">{say(words.experiments.holidays, { holidays: format.list(named) })}</p>;
}

function Guards({ test }: Shown) {
  const language = useLanguage();
  const { words } = language;
  const told = words.experiments;
  const found = test.looks.at(-1)?.guards ?? [];
  return (
    <section class="panel" aria-label={told.guards}>
      <h3>{told.guards}</h3>
      {test.guards.length === 0 ? (
        <p class="quiet">{told.noGuards}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <Heading name={told.metric} />
              <Heading name={told.tolerated} numbers />
              <Heading name={told.effect} numbers />
              <Heading name={told.guardState} />
            </tr>
          </thead>
          <tbody>
            {test.guards.map(({ metric, tolerated }) => {
              const now = found.find((one) => one.metric === metric);
              const { level, change } = metricWriting(metric, test.currency ?? '', language);
              return (
                <tr key={metric}>
                  <th scope="row">{told.metrics[metric]}</th>
                  <td class="number">{level(tolerated)}</td>
                  <td class="number">{now?.effect == null ? '–' : change(now.effect)}</td>
                  <td>{now === undefined ? '–' : now.breached ? told.breached : told.holds}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

const waiting = ({ state, start }: ExperimentView, { words, say, format }: Language) =>
  state === 'running'
    ? say(words.experiments.waits, { day: format.day(start) })
    : words.experiments.endedUnseen;

function endInWords(
  { at, cause, reason }: NonNullable<ExperimentView['ended']>,
  { words, say, format }: Language,
): string {
  const told = words.experiments.causes;
  // who it was stands in the decision log, by name
  return say(told[cause], { at: format.moment(at), reason });
}
