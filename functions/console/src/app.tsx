import { useState } from 'preact/hooks';
import { type Api, createApi, type HomedMarket, readConfiguration } from './api.ts';
import { day } from './format.ts';
import { Loaded, useLoaded } from './load.tsx';
import { MarketView } from './market-view.tsx';
import { addressOf, usePlace } from './place.ts';
import { modeWords } from './words.ts';

/** The page: signs in with a token that stays in memory, then shows markets, worklist and SKU by the address. */
export function App({ initialToken }: { initialToken: string | undefined }) {
  const [token, setToken] = useState(initialToken);
  const [refused, setRefused] = useState(false);
  const refuse = () => {
    setRefused(true);
    setToken(undefined);
  };
  return (
    <>
      <header class="bar">
        <h1>Tradewind</h1>
      </header>
      <main>
        {token === undefined ? (
          <SignIn refused={refused} onToken={setToken} />
        ) : (
          <Markets api={createApi(token, refuse)} />
        )}
      </main>
    </>
  );
}

function SignIn({ refused, onToken }: { refused: boolean; onToken: (token: string) => void }) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const token = new FormData(event.currentTarget).get('token');
    if (typeof token === 'string' && token.trim() !== '') onToken(token.trim());
  };
  return (
    <form class="panel" onSubmit={submit}>
      <h2>Sign in</h2>
      {refused && (
        <p class="alert" role="alert">
          The token is not valid here, or no longer.
        </p>
      )}
      <label>
        Access token <input name="token" type="password" autocomplete="off" required />
      </label>
      <button type="submit">Open</button>
      <p class="quiet">The token is kept in this page's memory and forgotten when it closes.</p>
    </form>
  );
}

function Markets({ api }: { api: Api }) {
  const markets = useLoaded('markets', async () => api.markets(await readConfiguration()));
  const place = usePlace();
  return (
    <Loaded state={markets} what="markets">
      {({ held, silent }) => {
        const chosen = held.find((one) => one.market === place.market) ?? held[0];
        return (
          <>
            {silent.map((region) => (
              <p key={region} class="alert" role="alert">
                {`The region ${region} does not answer: its markets are missing here.`}
              </p>
            ))}
            <nav class="markets" aria-label="Markets">
              {held.map((one) => (
                <MarketLink key={one.market} market={one} current={one === chosen} />
              ))}
            </nav>
            {chosen === undefined ? (
              <p>No market yet.</p>
            ) : (
              <MarketView key={chosen.market} api={api} market={chosen} place={place} />
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function MarketLink({ market, current }: { market: HomedMarket; current: boolean }) {
  return (
    <a href={addressOf(market.market, 'stock')} aria-current={current ? 'page' : undefined}>
      <strong>{market.name}</strong>
      <span>{`${market.currency} · ${market.killed ? 'stopped' : modeWords[market.mode]}`}</span>
      <span class="quiet">{market.lastRun === null ? 'never run' : `as of ${day(market.lastRun.asOf)}`}</span>
    </a>
  );
}
