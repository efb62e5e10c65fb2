import { shared } from '../security/samples.ts';

/** Texts that mean something to the API: what the merchant's things are called, days around them, markets, currencies, columns. */
export const KNOWN_WORDS: readonly string[] = [
  ...Object.values(shared),
  ...[
    'A-1-approved',
    'A-1-rejected',
    'A-1-changed',
    'PO-1-approved',
    'u-1-asks',
    'de-2025-01-31-running',
    'X-9',
  ],
  ...['de:A-1-approved:de-2025-01-31-0a1b2c3d', 'limits:de', 'export-1', 'bulk', 'plan', 'rehash'],
  ...['jp', 'us', 'xx', '_all', 'demo', 'other', 'EUR', 'JPY', 'USD', 'XXX', 'BHD', 'CLF'],
  ...[
    '2025-01-01',
    '2025-01-20',
    '2025-01-26',
    '2025-01-31',
    '2025-02-01',
    '2025-02-03',
    '2025-02-09',
    '2025-03-28',
  ],
  ...['2024-02-29', '1970-01-01', '0001-01-01', '9999-12-31', '2024-12', '2025-01', '1969-12', '9999-12'],
  ...[
    '2025-02-01T09:00:00Z',
    '2025-01-31T23:59:59.999+09:00',
    '2025-02-01T09:04:59Z',
    '0001-01-01T00:00:00Z',
  ],
  ...['anna', 'bert', 'client-1', 'tradewind', 'hinges of demo', 'supplier of demo', 'hamburg', 's-demo'],
  ...[
    'price',
    'promotion',
    'dateOrder',
    'dayFirst',
    'column.sku',
    'Artikel-Nr.',
    'encoding',
    'a fair',
    'k-1',
    'k-2',
  ],
  ...['orders.csv', 'März 2025.xlsx', 'en', 'zh', 'c_1', 'c_2', 'c1-0f4e21a7c3d94b5f8e6a1b2c3d4e5f60'],
];
