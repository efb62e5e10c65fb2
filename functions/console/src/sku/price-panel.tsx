import { priceAxisChart } from '../../../../lib/charts/index.ts';
import type { Recommendation, SkuDetail } from '../../../../lib/domain/index.ts';
import { columnsOf } from '../chart/figures.ts';
import { Picture } from '../chart/picture.tsx';
import { useLanguage } from '../language/language.tsx';
import { fileName } from '../save-file.ts';
import { type KnownPrice, knownPrices, plottedPrices } from './price-bounds.ts';
import type { SkuPlace } from './sku-place.ts';

type Props = { of: SkuPlace; recommendation: Recommendation; detail: SkuDetail };

/** Where the price stands between all that bounds it. */
export function PricePanel({ of: { market, sku }, recommendation, detail }: Props) {
  const language = useLanguage();
  const { words, say, format } = language;
  const told = words.sku.price;
  const known = knownPrices(recommendation, detail);
  const plotted = plottedPrices(known, detail.priceLimits, told.names);
  const price = (micros: number) =>
    format.unitPrice({ micros: Math.round(micros), currency: market.currency });
  const column = columnsOf(language);
  const listed = known.map(({ name, micros }) => `${told.names[name]}: ${price(micros)}`);
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      {plotted === undefined ? (
        <p class="quiet">{told.none}</p>
      ) : (
        <Picture
          draw={(options) =>
            priceAxisChart(plotted, {
              ...options,
              price,
              words: {
                title: say(told.picture, { sku }),
                description: listed.join('; '),
                ...{ allowed: told.allowed, reachable: told.reachable },
              },
            })
          }
          file={fileName(market.market, 'prices', sku, detail.asOf)}
          figures={{
            caption: say(told.picture, { sku }),
            columns: [
              column.words<KnownPrice>(told.what, ({ name }) => told.names[name]),
              column.unitPrice<KnownPrice>(told.amount, market.currency, ({ micros }) => ({
                micros,
                currency: market.currency,
              })),
            ],
            rows: known,
          }}
        />
      )}
      <PriceWords known={known} limits={detail.priceLimits} price={price} />
      {recommendation.kind === 'ready' && <PriorPrice advice={recommendation} />}
    </section>
  );
}

type WordsProps = {
  known: readonly KnownPrice[];
  limits: SkuDetail['priceLimits'];
  price: (micros: number) => string;
};

/** What bounds the price, in sentences. */
function PriceWords({ known, limits, price }: WordsProps) {
  const { words, say, format } = useLanguage();
  const told = words.sku.price;
  if (limits === null) return <p class="quiet">{told.noLimits}</p>;
  const { largestStep, roundingStepMicros, coolDown, parity, ceilingMicros, floorMicros } = limits;
  return (
    <ul class="reasons">
      <li>
        {ceilingMicros === null
          ? say(told.above, { floor: price(floorMicros) })
          : say(told.between, { floor: price(floorMicros), ceiling: price(ceilingMicros) })}
      </li>
      {largestStep > 0 && (
        <li>{say(told.step, { step: format.share(largestStep), rounding: price(roundingStepMicros) })}</li>
      )}
      {coolDown !== undefined && (
        <li>
          {coolDown.movedOn === null
            ? say(told.coolDown, { days: format.units(coolDown.days) })
            : say(told.resting, { day: format.day(coolDown.movedOn), days: format.units(coolDown.days) })}
        </li>
      )}
      {parity !== undefined && (
        <li>
          {say(told.parity, {
            low: price(parity.lowestMicros),
            high: price(parity.highestMicros),
            gap: format.share(parity.largestGap),
          })}
        </li>
      )}
      {!known.some(({ name }) => name === 'advertised') && <li class="quiet">{told.noAdvertised}</li>}
    </ul>
  );
}

/** From which price a reduction may be shown, where the law of the market asks for it. */
function PriorPrice({
  advice: { priorPrice, proposal },
}: {
  advice: Extract<Recommendation, { kind: 'ready' }>;
}) {
  const { words, say, format } = useLanguage();
  const told = words.sku.price;
  if (priorPrice === undefined || proposal === null) return null;
  const { price, from } = priorPrice;
  const isReduction = proposal.price.micros < price.micros;
  return (
    <p>
      {say(isReduction ? told.reduction : told.noReduction, {
        ...{ price: format.unitPrice(price), day: format.day(from) },
      })}
    </p>
  );
}
