import { askRegions, type HomedMarket, regionsOf } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Loaded, useLoaded } from '../load.tsx';
import { ALL, addressOf } from '../place.ts';
import { ComparedMonths } from './compared-months.tsx';
import { ComparisonTable } from './comparison-table.tsx';
import { differencesInWords } from './comparison-words.ts';
import { type Joined, joinComparisons } from './join-comparisons.ts';

type Props = {
  markets: readonly HomedMarket[];
  /** The common currency that the address names. */
  asked: string | undefined;
};

/** All markets side by side, in their own currencies and in one that is common to those that have a rate. */
export function ComparisonPage({ markets, asked }: Props) {
  const { words, say, language, apiLanguage } = useLanguage();
  const currencies = [...new Set(markets.map((one) => one.currency))];
  const currency = currencies.find((one) => one === asked) ?? currencies[0] ?? '';
  const regions = regionsOf(markets);
  const loaded = useLoaded(`comparison ${currency} ${language}`, async () => {
    const asked = await askRegions(regions, async ({ client }) => {
      const { body } = await client.call('GET /v1/analysis', {
        query: { currency, ...apiLanguage },
      });
      return body;
    });
    // a currency that is chosen meanwhile is not that of these answers
    return { ...asked, of: currency };
  });
  return (
    <Loaded state={loaded} what={words.compare.title}>
      {({ came, silent, of }) => (
        <>
          {silent.map((region) => (
            <p key={region} class="alert" role="alert">
              {say(words.shell.silent, { region })}
            </p>
          ))}
          <Compared joined={joinComparisons(came, of)} currencies={currencies} />
        </>
      )}
    </Loaded>
  );
}

function Compared({ joined, currencies }: { joined: Joined; currencies: readonly string[] }) {
  const language = useLanguage();
  const { words, say, format } = language;
  const told = words.compare;
  const without = joined.sides.filter(({ commonRevenue }) => commonRevenue === null);
  const sentences = differencesInWords(joined, language);
  return (
    <>
      <section class="panel" aria-label={told.title}>
        <div class="titled">
          <h2>{told.title}</h2>
          <CurrencyChoice currency={joined.currency} currencies={currencies} />
        </div>
        {sentences.length > 0 && (
          <ul class="reasons">
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
        {joined.sides.length > 0 && <ComparisonTable joined={joined} />}
        {without.length > 0 && (
          <p class="alert">
            {say(told.noRate, {
              currency: joined.currency,
              markets: format.list(without.map(({ name, currency }) => `${name} (${currency})`)),
            })}{' '}
            <a href={addressOf(ALL, 'data')}>{told.upload}</a>
          </p>
        )}
        {joined.absent.map(({ market, name, detail }) => (
          <p key={market} class="quiet">
            {say(told.absent, { market: name, detail })}
          </p>
        ))}
      </section>
      {joined.sides.length > 0 && <ComparedMonths sides={joined.sides} />}
    </>
  );
}

function CurrencyChoice({ currency, currencies }: { currency: string; currencies: readonly string[] }) {
  const { words, tag } = useLanguage();
  const names = new Intl.DisplayNames(tag, { type: 'currency' });
  return (
    <label class="quiet">
      {words.compare.currency}{' '}
      <select
        value={currency}
        onChange={(event) => {
          location.hash = addressOf(ALL, 'market', event.currentTarget.value);
        }}
      >
        {currencies.map((one) => (
          <option key={one} value={one}>
            {`${one} · ${names.of(one)}`}
          </option>
        ))}
      </select>
    </label>
  );
}
