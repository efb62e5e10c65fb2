import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../../../lib/client/index.ts';
import type { Automation, AutomationView } from '../../../../lib/domain/index.ts';
import type { HomedMarket, Region } from '../api.ts';
import { useKeptForm } from '../kept-form.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure, Loaded, useLoaded } from '../load.tsx';
import { LimitsWaiting } from '../today/limits-waiting.tsx';
import { useAct } from '../use-act.ts';
import { AutomationFields } from './automation-fields.tsx';
import { automationOf } from './automation-form.ts';
import { InForce } from './in-force.tsx';

type Props = {
  /** What it is about, in words. */
  name: string;
  /** `undefined`: all markets of the region. */
  market: string | undefined;
  region: Region;
  /** Money is given in one of these. */
  currencies: readonly string[];
  markets: readonly HomedMarket[];
};

/** How far Tradewind may act in a market, or in all of a region: what holds, what waits for another person, and all of it to be set anew. */
export function AutomationPanel(props: Props) {
  const { market, region, name } = props;
  const { words } = useLanguage();
  const key = market ?? `all of ${region.region}`;
  const state = useLoaded(`automation ${key}`, async () => {
    const { body, etag = '' } =
      market === undefined
        ? await region.client.call('GET /v1/automation')
        : await region.client.call('GET /v1/markets/{market}/automation', { path: { market } });
    return { view: body, etag };
  });
  return (
    <section class="panel" aria-label={name}>
      <h3>{name}</h3>
      <Loaded state={state} what={words.limits.title}>
        {({ view, etag }, again) => <Settings {...props} {...{ view, etag, again }} formName={key} />}
      </Loaded>
    </section>
  );
}

type SettingsProps = Props & { view: AutomationView; etag: string; again: () => void; formName: string };

function Settings({ market, region, currencies, markets, view, etag, again, formName }: SettingsProps) {
  const { words, say, format } = useLanguage();
  const told = words.limits;
  const { busy, failure, act } = useAct();
  const kept = useKeptForm(`automation ${formName}`);
  const [saved, setSaved] = useState(false);
  const isStale = failure instanceof ApiError && failure.code === 'stale';
  useEffect(() => {
    if (isStale) again();
  }, [isStale]);
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const body = automationOf(new FormData(event.currentTarget), view);
    setSaved(false);
    if (!(await act(() => put({ market, region }, etag, body), body))) return;
    kept.forget();
    setSaved(true);
    again();
  };
  return (
    <>
      {view.pending !== null && (
        <p class="waiting-limits" role="status">
          <LimitsWaiting client={region.client} decision={view.pending} markets={markets} onDone={again} />
        </p>
      )}
      <InForce view={view} isMarket={market !== undefined} />
      {view.changedAt !== null && (
        <p class="quiet">
          {say(told.setBy, { person: view.author ?? '–', at: format.moment(view.changedAt) })}
        </p>
      )}
      <details>
        <summary>{told.change}</summary>
        <form
          key={etag}
          class="limits-form"
          ref={kept.ref}
          onInput={() => {
            kept.onInput();
            setSaved(false);
          }}
          onSubmit={save}
        >
          <AutomationFields view={view} currencies={currencies} isMarket={market !== undefined} />
          <p class="quiet">{told.looser}</p>
          {failure !== undefined && <Failure error={isStale ? new Error(told.overtaken) : failure} />}
          <p class="buttons">
            <button type="submit" class="chief" disabled={busy}>
              {told.save}
            </button>
          </p>
        </form>
      </details>
      {saved && <p role="status">{view.pending === null ? told.holds : told.waits}</p>}
    </>
  );
}

/** Send all that is to hold, over the version that was read. */
function put(
  { market, region: { client } }: Pick<Props, 'market' | 'region'>,
  ifMatch: string,
  body: Automation,
) {
  return market === undefined
    ? client.call('PUT /v1/automation', { ifMatch, body })
    : client.call('PUT /v1/markets/{market}/automation', { path: { market }, ifMatch, body });
}
