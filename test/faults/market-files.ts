const SKUS = Array.from({ length: 27 }, (_, n) => `S-${String(n + 1).padStart(2, '0')}`);
const DAYS = 120;
const FIRST_DAY_MS = Date.parse('2025-09-08');

const dateOf = (day: number) => new Date(FIRST_DAY_MS + day * 86_400_000).toISOString().slice(0, 10);

const priceOf = (n: number) => (4 + n * 0.2).toFixed(2);

/** Files of a small market: more SKUs than one shard holds, four months of orders of twelve buyers. */
export const MARKET_FILES: readonly (readonly [key: string, body: string])[] = [
  [
    'demo/de/orders/all.csv',
    text('order_id,line_id,ordered_at,customer_id,sku,quantity,unit_price', orders()),
  ],
  [
    'demo/de/products/all.csv',
    text(
      'sku,name,category,unit_cost,cost_currency,list_price,currency,lead_time_days,supplier',
      SKUS.map(
        (sku, n) => `${sku},Part ${n},C${n % 3},${(2 + n * 0.1).toFixed(2)},EUR,${priceOf(n)},EUR,7,SUP`,
      ),
    ),
  ],
  [
    'demo/de/stock/all.csv',
    text(
      'sku,as_of,on_hand',
      SKUS.map((sku, n) => `${sku},${dateOf(DAYS - 1)},${10 + 3 * n}`),
    ),
  ],
];

function orders(): string[] {
  const rows: string[] = [];
  for (let day = 0; day < DAYS; day++)
    SKUS.forEach((sku, n) => {
      // each SKU has days of its own, more on Mondays
      if ((day * 7 + n * 5) % 11 > 4 && day % 7 !== 0) return;
      const units = 1 + ((day + n) % 4);
      rows.push(`O${day}-${n},1,${dateOf(day)},K${(day + n * 3) % 12},${sku},${units},${priceOf(n)}`);
    });
  return rows;
}

function text(header: string, rows: readonly string[]): string {
  return `${header}\n${rows.join('\n')}\n`;
}
