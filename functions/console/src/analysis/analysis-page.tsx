import type { Analysis } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Loaded, useLoaded } from '../load.tsx';
import { Assortment } from './assortment.tsx';
import { Baskets } from './baskets.tsx';
import { Concentration } from './concentration.tsx';
import { Conversion } from './conversion.tsx';
import { Differences } from './differences.tsx';
import { KeyFigures } from './key-figures.tsx';
import { Loyalty } from './loyalty.tsx';
import { Outlook } from './outlook.tsx';
import { Positioning } from './positioning.tsx';
import { Prices } from './prices.tsx';
import { Season } from './season.tsx';

/** What is known of a market: what it sells when, on whom it hangs, and what to do with its categories. */
export function AnalysisPage({ market }: { market: HomedMarket }) {
  const { words, say, language, apiLanguage: query } = useLanguage();
  const analysis = useLoaded(`analysis ${market.market} ${language}`, async () => {
    const path = { market: market.market };
    const { body } = await market.region.client.call('GET /v1/markets/{market}/analysis', { path, query });
    return body;
  });
  return (
    <Loaded state={analysis} what={words.market.analysis}>
      {(value) =>
        value.kind === 'ready' ? (
          <Sections analysis={value} market={market} />
        ) : (
          <section class="panel" aria-label={words.market.title}>
            <h2>{say(words.market.inFigures, { market: market.name })}</h2>
            <p>{say(words.market.none, { detail: value.detail })}</p>
          </section>
        )
      }
    </Loaded>
  );
}

/** What a part of the page is given. */
export type Part = { analysis: Analysis; market: HomedMarket };

function Sections(part: Part) {
  return (
    <>
      <KeyFigures {...part} />
      <Positioning {...part} />
      <Loyalty {...part} />
      <div class="packed">
        <Season {...part} />
        <Outlook {...part} />
        <Assortment {...part} />
        <Baskets {...part} />
        <Concentration {...part} />
        <Prices {...part} />
        <Conversion {...part} />
        <Differences {...part} />
      </div>
    </>
  );
}
