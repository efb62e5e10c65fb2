/** The files that the tests drop, by key, in the order of their coming: of every kind of end that a file may have. */
export const FILES: readonly (readonly [key: string, body: string])[] = [
  [
    'demo/de/orders/december.csv',
    `order_id,line_id,ordered_at,customer_id,email,sku,quantity,unit_price
O1,1,2025-12-01,K1,k1@example.org,A,5,2.50
O1,2,2025-12-02,K2,k2@example.org,B,1,4.00
O2,1,2025-12-03,K1,,A,2,2.50
`,
  ],
  ['demo/_all/products/p.csv', 'sku,name,unit_cost,cost_currency\nA,Bolt,1,EUR\nB,Nut,0.5,EUR\n'],
  // a correction of the first file's first line
  [
    'demo/de/orders/corrections.csv',
    'order_id,line_id,ordered_at,customer_id,sku,quantity,unit_price\nO1,1,2025-12-01,K3,A,4,2.50\n',
  ],
  // one row in thirty is refused
  [
    'demo/de/stock/counts.csv',
    `sku,as_of,on_hand\n${Array.from({ length: 30 }, (_, n) => `A${n},2025-12-0${1 + (n % 9)},${n === 7 ? 'x' : n}`).join('\n')}\n`,
  ],
  // asks a question
  [
    'demo/gb/orders/ambiguous.csv',
    'order_id,ordered_at,sku,quantity,unit_price\nG1,03/04/2025,A,1,2.50\nG2,05/06/2025,A,1,2.50\n',
  ],
  // refused as a whole
  ['demo/fr/orders/nowhere.csv', 'order_id,ordered_at,sku,quantity,unit_price\nF1,2025-01-01,A,1,1\n'],
];
