import { useEffect, useState } from 'preact/hooks';
import { type Api, createApi, type HomedMarket, readConfiguration } from './api.ts';
import { day } from './format.ts';
import { Loaded, useLoaded } from './load.tsx';
import { MarketView } from './market-view.tsx';

/** The page: signs in with a token that stays in memory, then shows markets, worklist and SKU by the address. */
export function App({ initialToken }: { initialToken: string | undefined }) {
  const [token, setToken] = useState(initialToken);
  return (
    <>
      <header class="bar">
        <h1>Tradewind</h1>
        <p class="quiet">Suggestions only: nothing is charged or ordered until a person approves.</p>
      </header>
      <main>{token === undefined ? <SignIn onToken={setToken} /> : <Markets api={createApi(token)} />}</main>
    </>
  );
}

function SignIn({ onToken }: { onToken: (token: string) => void }) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const token = new FormData(event.currentTarget).get('token');
    if (typeof token === 'string' && token.trim() !== '') onToken(token.trim());
  };
  return (
    <form class="panel" onSubmit={submit}>
      <h2>Sign in</h2>
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
  const [market, sku] = usePlace();
  return (
    <Loaded state={markets} what="markets">
      {(list) => {
        const chosen = list.find((one) => one.market === market) ?? list[0];
        return (
          <>
            <nav class="markets" aria-label="Markets">
              {list.map((one) => (
                <MarketLink key={one.market} market={one} current={one === chosen} />
              ))}
            </nav>
            {chosen === undefined ? (
              <p>No market yet.</p>
            ) : (
              <MarketView key={chosen.market} api={api} market={chosen} sku={sku} />
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function MarketLink({ market, current }: { market: HomedMarket; current: boolean }) {
  return (
    <a href={`#/${market.market}`} aria-current={current ? 'page' : undefined}>
      <strong>{market.name}</strong>
      <span>{`${market.currency} · ${market.mode}`}</span>
      <span class="quiet">{market.lastRun === null ? 'never run' : `as of ${day(market.lastRun.asOf)}`}</span>
    </a>
  );
}

/** Follow the address: `#/market/sku`. */
function usePlace(): [string | undefined, string | undefined] {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const [, market, sku] = hash.split('/');
  return [market, sku === undefined ? undefined : decodeURIComponent(sku)];
}
