import { segmentChart } from '../../../../lib/charts/index.ts';
import type { Segmentation } from '../../../../lib/domain/index.ts';
import type { Api, HomedMarket } from '../api.ts';
import { day, units } from '../format.ts';
import { Loaded, useLoaded } from '../load.tsx';
import { Picture } from '../picture.tsx';
import { SegmentCard } from './segment-card.tsx';
import { SegmentNews } from './segment-news.tsx';

/** Who buys in a market: its segments, what became of them since the night before, and how to treat each. */
export function BuyersPage({ api, market }: { api: Api; market: HomedMarket }) {
  const segments = useLoaded(`segments ${market.market}`, () => api.segments(market));
  return (
    <Loaded state={segments} what="segments">
      {(value) =>
        value.kind === 'ready' ? (
          <Segments segmentation={value} market={market} />
        ) : (
          <section class="panel" aria-label="Buyers">
            <h2>{`Buyers in ${market.name}`}</h2>
            <p>{`There are no segments yet: ${value.detail}.`}</p>
          </section>
        )
      }
    </Loaded>
  );
}

function Segments({ segmentation, market }: { segmentation: Segmentation; market: HomedMarket }) {
  const { segments, buyers, asOf } = segmentation;
  return (
    <>
      <section class="panel" aria-label="Buyers">
        <h2>{`Buyers in ${market.name}`}</h2>
        <p>
          {`${units(buyers)} buyers with an order up to ${day(asOf)}, in ${segments.length} groups of those who buy alike.`}
        </p>
        <Picture
          draw={(options) => segmentChart(segmentation, { ...options, title: 'What tells them apart' })}
          file={`segments-${market.market}`}
        />
        <details>
          <summary>Why these groups</summary>
          <p class="quiet">{segmentation.reason}</p>
          <ul class="reasons">
            {segmentation.weights.map(({ feature, why }) => (
              <li key={feature}>{`${feature}: ${why}`}</li>
            ))}
            {segmentation.leftOut.map(({ feature, reason }) => (
              <li key={feature} class="quiet">{`${feature} is left out: ${reason}`}</li>
            ))}
          </ul>
        </details>
      </section>
      <SegmentNews segmentation={segmentation} />
      <div class="cards">
        {segments.map((segment) => (
          <SegmentCard key={segment.segment} segment={segment} market={market} />
        ))}
      </div>
    </>
  );
}
