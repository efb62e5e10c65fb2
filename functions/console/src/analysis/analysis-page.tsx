import type { Analysis } from '../../../../lib/domain/index.ts';
import type { Api, HomedMarket } from '../api.ts';
import { Loaded, useLoaded } from '../load.tsx';
import { Assortment } from './assortment.tsx';
import { Baskets } from './baskets.tsx';
import { Concentration } from './concentration.tsx';
import { Conversion } from './conversion.tsx';
import { Differences } from './differences.tsx';
import { KeyFigures } from './key-figures.tsx';
import { Loyalty } from './loyalty.tsx';
import { Positioning } from './positioning.tsx';
import { Prices } from './prices.tsx';
import { Season } from './season.tsx';

type Props = { api: Api; market: HomedMarket };

/** What is known of a market: what it sells when, on whom it hangs, and what to do with its categories. */
export function AnalysisPage({ api, market }: Props) {
  const analysis = useLoaded(`analysis ${market.market}`, () => api.analysis(market));
  return (
    <Loaded state={analysis} what="analysis">
      {(value) =>
        value.kind === 'ready' ? (
          <Sections analysis={value} market={market} />
        ) : (
          <section class="panel" aria-label="Market">
            <h2>{`${market.name} in figures`}</h2>
            <p>{`There is no analysis yet: ${value.detail}.`}</p>
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
      <div class="halves">
        <Season {...part} />
        <Concentration {...part} />
      </div>
      <Loyalty {...part} />
      <div class="packed">
        <Assortment {...part} />
        <Baskets {...part} />
        <Prices {...part} />
        <Differences {...part} />
        <Conversion {...part} />
      </div>
    </>
  );
}
