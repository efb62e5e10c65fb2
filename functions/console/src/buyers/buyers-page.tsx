import { segmentChart } from '../../../../lib/charts/index.ts';
import type { Segmentation } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { Picture } from '../chart/picture.tsx';
import { useLanguage } from '../language/language.tsx';
import { Loaded } from '../load.tsx';
import { fileName } from '../save-file.ts';
import { profileFigures } from './profile-figures.ts';
import { SegmentCard } from './segment-card.tsx';
import { SegmentNews } from './segment-news.tsx';
import { useSegments } from './use-segments.ts';

/** Who buys in a market: its segments, what became of them since the night before, and how to treat each. */
export function BuyersPage({ market }: { market: HomedMarket }) {
  const { words, say } = useLanguage();
  const segments = useSegments(market);
  return (
    <Loaded state={segments} what={words.buyers.segments}>
      {(value) =>
        value.kind === 'ready' ? (
          <Segments segmentation={value} market={market} />
        ) : (
          <section class="panel" aria-label={words.buyers.title}>
            <h2>{say(words.buyers.titleIn, { market: market.name })}</h2>
            <p>{say(words.buyers.none, { detail: value.detail })}</p>
          </section>
        )
      }
    </Loaded>
  );
}

function Segments({ segmentation, market }: { segmentation: Segmentation; market: HomedMarket }) {
  const language = useLanguage();
  const { words, say, format } = language;
  const { segments, buyers, asOf } = segmentation;
  return (
    <>
      <section class="panel" aria-label={words.buyers.title}>
        <h2>{say(words.buyers.titleIn, { market: market.name })}</h2>
        <p>
          {say(words.buyers.counted, {
            buyers: format.units(buyers),
            day: format.day(asOf),
            groups: format.units(segments.length),
          })}
        </p>
        <Picture
          draw={(options) => segmentChart(segmentation, { ...options, title: words.buyers.apart })}
          file={fileName(market.market, 'segments', asOf)}
          figures={profileFigures(segmentation, language)}
        />
        <details>
          <summary>{words.buyers.whyGroups}</summary>
          <p class="quiet">{segmentation.reason}</p>
          <ul class="reasons">
            {segmentation.weights.map(({ feature, why }) => (
              <li key={feature}>{`${feature}: ${why}`}</li>
            ))}
            {segmentation.leftOut.map(({ feature, reason }) => (
              <li key={feature} class="quiet">
                {say(words.buyers.leftOut, { feature, reason })}
              </li>
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
