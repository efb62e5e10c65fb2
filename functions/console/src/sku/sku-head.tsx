import type { SkuDetail } from '../../../../lib/domain/index.ts';
import { Fact } from '../fact.tsx';
import { useLanguage } from '../language/language.tsx';

/** Which SKU it is, what it asks for, and how it stands. */
export function SkuHead({ detail }: { detail: SkuDetail }) {
  const { words, format } = useLanguage();
  const told = words.sku.head;
  const { sku, name, attention, price, stock, daysOfCover, moneyAtRisk, replenishment } = detail;
  const or = <T,>(value: T | null | undefined, write: (value: T) => string) =>
    value === null || value === undefined ? '–' : write(value);
  return (
    <header class="panel sku-head">
      <h2>
        {sku}
        {name !== null && <span class="quiet sku-name">{name}</span>}
      </h2>
      {attention.length > 0 && (
        <p class="tags">
          {attention.map((kind) => (
            <span key={kind} class={`tag ${kind}`}>
              {words.attention[kind]}
            </span>
          ))}
        </p>
      )}
      <dl class="facts">
        <Fact name={told.price}>{or(price, format.unitPrice)}</Fact>
        <Fact name={words.stock.onHand}>{or(stock?.onHand, format.units)}</Fact>
        <Fact name={words.stock.onOrder}>{or(stock?.onOrder, format.units)}</Fact>
        <Fact name={told.cover}>{or(daysOfCover, format.units)}</Fact>
        <Fact name={told.demand}>{or(replenishment?.dailyDemand, format.units)}</Fact>
        <Fact name={words.stock.atRisk}>{or(moneyAtRisk, format.money)}</Fact>
        <Fact name={told.supplier}>{or(replenishment?.supplier, (supplier) => supplier)}</Fact>
      </dl>
    </header>
  );
}
