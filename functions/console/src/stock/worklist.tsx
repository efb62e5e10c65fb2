import type { SkuSummary } from '../../../../lib/domain/index.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';

type Props = { items: SkuSummary[]; selected: string | undefined; hrefOf: (sku: string) => string };

/** What to act on first: the market's SKUs by money at risk. */
export function Worklist({ items, selected, hrefOf }: Props) {
  const { words } = useLanguage();
  if (items.length === 0) return <p class="quiet">{words.stock.none}</p>;
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <Heading name={words.stock.sku} />
            <Heading name={words.stock.atRisk} numbers />
            <Heading name={words.stock.onHand} numbers />
            <Heading name={words.stock.cover} numbers />
            <Heading name={words.stock.price} numbers />
            <Heading name={words.stock.proposed} numbers />
            <Heading name={words.stock.order} numbers />
            <Heading name={words.stock.ahead} numbers />
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.sku} aria-current={item.sku === selected ? 'true' : undefined}>
              <th scope="row">
                <a class="sku" href={hrefOf(item.sku)}>
                  {item.sku}
                </a>
                {item.name !== null && <span class="quiet name">{item.name}</span>}
              </th>
              {item.kind === 'ready' ? <Figures item={item} /> : <Missing item={item} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Figures({ item }: { item: SkuSummary }) {
  const { words, format, say } = useLanguage();
  const { money, units, unitPrice } = format;
  const orNothing = <T,>(value: T | null, show: (value: T) => string) => (value === null ? '–' : show(value));
  return (
    <>
      <td class="number">{orNothing(item.moneyAtRisk, money)}</td>
      <td class="number">{orNothing(item.onHand, units)}</td>
      <td class="number">{orNothing(item.daysOfCover, units)}</td>
      <td class="number">{orNothing(item.price, unitPrice)}</td>
      <td class="number">{orNothing(item.proposedPrice, unitPrice)}</td>
      <td class="number">{orNothing(item.orderUnits, units)}</td>
      <td class="number">
        {orNothing(item.next28Days, ({ p10, p50, p90 }) =>
          say(words.stock.aheadRange, { middle: units(p50), low: units(p10), high: units(p90) }),
        )}
      </td>
    </>
  );
}

function Missing({ item }: { item: SkuSummary }) {
  const { words, say, missing } = useLanguage();
  return (
    <td class="quiet" colSpan={7}>
      {say(words.stock.missing, { names: missing(item.missing) })}
    </td>
  );
}
