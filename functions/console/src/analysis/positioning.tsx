import { type PlottedPosition, plottedPositions, positionChart } from '../../../../lib/charts/index.ts';
import type { Position } from '../../../../lib/domain/index.ts';
import { columnsOf, type Figures } from '../chart/figures.ts';
import { Picture } from '../chart/picture.tsx';
import { type Language, useLanguage } from '../language/language.tsx';
import { fileName } from '../save-file.ts';
import { sentence } from '../sentence.ts';
import type { Part } from './analysis-page.tsx';

const order: readonly Position['advice'][] = ['launch', 'push', 'drop', 'hold'];

/** What to launch, push, hold and drop here, each with its evidence. */
export function Positioning({ analysis: { asOf, categories, positioning }, market }: Part) {
  const language = useLanguage();
  const told = language.words.market.positioning;
  return (
    <section class="panel" aria-label={told.label}>
      <h3>{told.title}</h3>
      {positioning === undefined || positioning.length === 0 ? (
        <p class="quiet">{told.none}</p>
      ) : (
        order.map((advice) => (
          <Advised
            key={advice}
            advice={advice}
            positions={positioning.filter((one) => one.advice === advice)}
          />
        ))
      )}
      {categories !== undefined && categories.length > 0 && (
        <Picture
          draw={(options) => positionChart(plottedPositions(categories, positioning), options)}
          file={fileName(market.market, 'positions', asOf)}
          figures={positionsOf(plottedPositions(categories, positioning), language)}
        />
      )}
    </section>
  );
}

function Advised({ advice, positions }: { advice: Position['advice']; positions: readonly Position[] }) {
  const told = useLanguage().words.market.positioning;
  if (positions.length === 0) return null;
  return (
    <section aria-label={told.advice[advice]}>
      <h4>{told.advice[advice]}</h4>
      <ul class="positions">
        {positions.map(({ of, name, label, evidence }) => (
          <li key={`${of} ${name}`}>
            <strong>
              <bdi>{label ?? name ?? told.unnamed}</bdi>
            </strong>
            {evidence.map((one) => (
              <span key={one} class="quiet evidence">
                {sentence(one)}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

function positionsOf(rows: readonly PlottedPosition[], language: Language): Figures<PlottedPosition> {
  const columns = columnsOf(language);
  const told = language.words.market.positioning;
  return {
    caption: told.caption,
    columns: [
      columns.words(told.category, ({ name }) => name),
      columns.words(told.advised, ({ advice }) => advice && told.advice[advice]),
      columns.share(told.revenueShare, ({ revenueShare }) => revenueShare),
      columns.change(told.growth, ({ growth }) => growth?.value),
      columns.change(told.atLeast, ({ growth }) => growth?.low),
      columns.change(told.atMost, ({ growth }) => growth?.high),
      columns.share(told.margin, ({ margin }) => margin),
    ],
    rows,
  };
}
