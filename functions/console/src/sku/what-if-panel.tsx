import { ApiError } from '../../../../lib/client/index.ts';
import type { SkuDetail } from '../../../../lib/domain/index.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';
import type { ReadyForecast } from './fan-days.ts';
import type { SkuPlace } from './sku-place.ts';
import type { Changes, WhatIf } from './use-what-if.ts';
import { WhatIfAnswers } from './what-if-answers.tsx';
import { Slider } from './what-if-slider.tsx';

type Props = {
  of: SkuPlace;
  detail: SkuDetail;
  forecast: ReadyForecast;
  changes: Changes;
  onChange: (changes: Changes) => void;
  whatIf: WhatIf;
};

const MICROS = 1e6;
/** Without a ceiling a price is tried up to as many times today's. */
const HIGHEST_TIMES = 1.5;
const LEAST_LEAD_DAYS = 60;
/** What the API takes: a price above nothing, per cent, days. */
const PRICE_BOUNDS = { least: 0.0001, greatest: 1e9 };
const SERVICE_LEVEL_BOUNDS = { least: 50, greatest: 99.9 };
const LEAD_TIME_BOUNDS = { least: 0, greatest: 365 };

/** Another price, service level or lead time, and what would be otherwise beside what is planned. */
export function WhatIfPanel(props: Props) {
  const { changes, onChange, whatIf } = props;
  const told = useLanguage().words.sku.whatIf;
  const { failure, isBusy, answer, isChanged, again } = whatIf;
  const problems = problemsOf(failure);
  const tries = Object.values(changes).some((value) => value !== undefined);
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      <div class="what-if">
        <div class="sliders">
          <PriceSlider {...props} problem={problems.price} />
          <StockSliders {...props} problems={problems} />
        </div>
        <p class="buttons">
          <button type="button" disabled={!tries} onClick={() => onChange({})}>
            {told.reset}
          </button>
          <span role="status" class="quiet">
            {isBusy ? told.busy : ''}
          </span>
        </p>
        {failure !== undefined && Object.keys(problems).length === 0 && (
          <Failure error={failure} what={told.title} again={again} />
        )}
        {answer !== undefined && <WhatIfAnswers answer={answer} isChanged={isChanged} />}
      </div>
    </section>
  );
}

function PriceSlider({
  of: { market },
  detail,
  forecast,
  changes,
  onChange,
  problem,
}: Props & { problem: string | undefined }) {
  const { words, say, format } = useLanguage();
  const { price, priceLimits } = detail;
  const outside = useOutside(priceLimits, market.currency);
  if (price === null || !forecast.effects?.some(({ name }) => name === 'price'))
    return <p class="quiet">{words.sku.whatIf.noPrice}</p>;
  const { priceMicros } = changes;
  const microsOf = (value: number | undefined) =>
    value === undefined ? undefined : Math.round(value * MICROS);
  return (
    <Slider
      name={say(words.sku.whatIf.price, { currency: market.currency })}
      {...priceRange(price.micros, priceLimits)}
      bounds={PRICE_BOUNDS}
      now={price.micros / MICROS}
      value={priceMicros === undefined ? undefined : priceMicros / MICROS}
      told={(value) => format.unitPrice({ micros: value * MICROS, currency: market.currency })}
      problem={problem}
      hint={outside(priceMicros)}
      onChange={(value) => onChange({ ...changes, priceMicros: microsOf(value) })}
    />
  );
}

function StockSliders({ detail, changes, onChange, problems }: Props & { problems: Problems }) {
  const { words, format, count } = useLanguage();
  const told = words.sku.whatIf;
  const { replenishment } = detail;
  if (replenishment === null) return null;
  const { serviceLevel, leadTimeDays } = changes;
  const leadDays = Math.round(replenishment.leadTime.meanDays);
  const shareOf = (value: number | undefined) =>
    value === undefined ? undefined : Number((value / 100).toFixed(4));
  return (
    <>
      <Slider
        name={told.serviceLevel}
        {...{ ...SERVICE_LEVEL_BOUNDS, step: 0.1, bounds: SERVICE_LEVEL_BOUNDS }}
        now={percentOf(replenishment.serviceLevel)}
        value={serviceLevel === undefined ? undefined : percentOf(serviceLevel)}
        told={(value) => format.share(value / 100)}
        problem={problems.serviceLevel}
        onChange={(value) => onChange({ ...changes, serviceLevel: shareOf(value) })}
      />
      <Slider
        name={told.leadTime}
        {...{ least: 0, greatest: Math.max(LEAST_LEAD_DAYS, 2 * leadDays), step: 1 }}
        bounds={LEAD_TIME_BOUNDS}
        now={leadDays}
        value={leadTimeDays}
        told={(value) => count(told.days, value)}
        problem={problems.leadTimeDays}
        onChange={(value) => onChange({ ...changes, leadTimeDays: value })}
      />
    </>
  );
}

const percentOf = (share: number) => Number((100 * share).toFixed(2));

function priceRange(micros: number, limits: SkuDetail['priceLimits']) {
  const price = micros / MICROS;
  const floor = (limits?.floorMicros ?? 0) / MICROS;
  const ceiling = limits?.ceilingMicros == null ? price * HIGHEST_TIMES : limits.ceilingMicros / MICROS;
  const step = (limits?.roundingStepMicros ?? 10_000) / MICROS;
  return { least: Math.min(floor, price), greatest: Math.max(ceiling, price), step };
}

type Problems = Partial<Record<'price' | 'serviceLevel' | 'leadTimeDays', string>>;

/** What the API found wrong with each value, by its name. */
function problemsOf(failure: unknown): Problems {
  if (!(failure instanceof ApiError)) return {};
  return Object.fromEntries(
    (failure.problem?.errors ?? []).map(({ pointer, detail }) => [pointer.split('/')[1] ?? '', detail]),
  );
}

/** Say that a price lies where it could not be charged. */
function useOutside(limits: SkuDetail['priceLimits'], currency: string) {
  const { words, say, format } = useLanguage();
  const told = words.sku.whatIf;
  return (micros: number | undefined): string | undefined => {
    if (micros === undefined || limits === null) return undefined;
    const { floorMicros, ceilingMicros } = limits;
    const price = (value: number) => format.unitPrice({ micros: value, currency });
    if (micros < floorMicros) return say(told.belowFloor, { price: price(floorMicros) });
    if (ceilingMicros !== null && micros > ceilingMicros)
      return say(told.aboveCeiling, { price: price(ceilingMicros) });
    return undefined;
  };
}
