import type { SkuSummary } from '../../../../lib/domain/index.ts';
import { money, unitPrice, units } from '../format.ts';
import { Heading } from '../heading.tsx';
import { missingWords } from '../words.ts';

type Props = { items: SkuSummary[]; selected: string | undefined; hrefOf: (sku: string) => string };

/** What to act on first: the market's SKUs by money at risk. */
export function Worklist({ items, selected, hrefOf }: Props) {
  if (items.length === 0) return <p class="quiet">No SKU yet: drop an orders file, then run the market.</p>;
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <Heading name="SKU" />
            <Heading name="At risk" numbers />
            <Heading name="On hand" numbers />
            <Heading name="Cover, d" numbers />
            <Heading name="Price" numbers />
            <Heading name="Proposed" numbers />
            <Heading name="Order" numbers />
            <Heading name="28 days, P50 and range" numbers />
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
        {orNothing(item.next28Days, ({ p10, p50, p90 }) => `${units(p50)}, ${units(p10)} to ${units(p90)}`)}
      </td>
    </>
  );
}

function Missing({ item }: { item: SkuSummary }) {
  return (
    <td class="quiet" colSpan={7}>
      {`Not enough data yet: ${missingWords(item.missing)} missing`}
    </td>
  );
}
