import { useState } from 'preact/hooks';
import { joinSentences } from '../../../../lib/charts/join-sentences.ts';
import type { MarketHealth } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { useKeptForm } from '../kept-form.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';
import { addressOf } from '../place.ts';
import { sentence } from '../sentence.ts';
import { useAct } from '../use-act.ts';
import { DriftNights } from './drift-nights.tsx';

type Props = { health: MarketHealth; market: HomedMarket; again: () => void };

/** SKUs that sell otherwise than their forecasts learnt: most money first. A person who knows why ends an alarm. */
export function DriftAlarms({ health: { drift }, market, again }: Props) {
  const { words, say, count, format } = useLanguage();
  const told = words.trust.drift;
  const newest = drift.nights.at(-1);
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      {newest === undefined ? (
        <p>{drift.reason === null ? told.none : sentence(drift.reason)}</p>
      ) : (
        <p class="quiet">
          {count(told.night, newest.raised, {
            day: format.day(newest.asOf),
            tested: format.units(newest.tested),
            standing: format.units(newest.standing),
          })}
        </p>
      )}
      {newest !== undefined && drift.nights.length > 1 && (
        <DriftNights nights={drift.nights} newest={newest.asOf} market={market} />
      )}
      <ul class="reasons">
        {drift.alarms.map((alarm) => (
          <li key={alarm.sku}>
            <a href={addressOf(market.market, 'stock', alarm.sku)}>{alarm.sku}</a>
            {`: ${joinSentences([
              sentence(alarm.words),
              alarm.moneyPerDay === undefined
                ? ''
                : say(told.money, { money: format.money(alarm.moneyPerDay) }),
            ])} `}
            <EndAlarm market={market} sku={alarm.sku} again={again} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Ask for the reason; what was typed stays where the API does not answer. */
function EndAlarm({ market, sku, again }: { market: HomedMarket; sku: string; again: () => void }) {
  const { words } = useLanguage();
  const told = words.trust.drift;
  const [asked, setAsked] = useState(false);
  const { busy, failure, act } = useAct();
  const kept = useKeptForm(`endDrift ${market.market} ${sku}`);
  const end = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '');
    const path = { market: market.market, sku };
    const isDone = await act(
      (idempotencyKey) =>
        market.region.client.call('POST /v1/markets/{market}/drift/{sku}/end', {
          ...{ path, body: { reason }, idempotencyKey },
        }),
      reason,
    );
    if (!isDone) return;
    kept.forget();
    setAsked(false);
    again();
  };
  if (!asked)
    return (
      <button type="button" onClick={() => setAsked(true)}>
        {told.end}
        <span class="unseen">{` ${sku}`}</span>
      </button>
    );
  return (
    <form class="choices" ref={kept.ref} onInput={kept.onInput} onSubmit={end}>
      <label>
        {told.reason} <input name="reason" required minLength={3} maxLength={500} />
      </label>
      <button type="submit" class="chief" disabled={busy}>
        {told.endNow}
      </button>
      {failure !== undefined && <Failure error={failure} />}
    </form>
  );
}
