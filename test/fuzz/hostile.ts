/** Texts that have broken programs before: halves of characters, other scripts, directions, names of prototypes, other languages. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...['', ' ', '\t\r\n', '\u0000', 'a\u0000b', '\ud800', '\udfff', 'a\ud83d', '\ufeff', '\ufffe', '\u200b'],
  ...[
    '\u202eabc',
    'ﷺ'.repeat(50),
    'Z\u0301\u0302\u0303'.repeat(40),
    'İ',
    'ß',
    'ǆ',
    '\u{1F468}\u200D\u{1F469}',
  ],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'null', 'undefined', 'NaN'],
  ...['-0', '0x10', '1e999', '1_000', '٣', '２', '1,5', '+1', '١٢٣'],
  ...['#', 'a#b', '/', '//', '\\', '..', '../../etc/passwd', '.', ':', 'de:', ':A-1:', '::', 'de:A-1:v1:x'],
  ...[
    'de::v1',
    `de:${'x'.repeat(1500)}:v1`,
    `de:${'é'.repeat(700)}:v1`,
    'limits:',
    'limits:de',
    'limits:_all:',
    '\u{1F642}'.repeat(200),
  ],
  ...["'; DROP TABLE decisions; --", '" OR ""="', '{{7*7}}', '<script>alert(1)</script>', '%', '%00', '%s%n'],
  ...['=HYPERLINK("x")', '@SUM(1)', '*', '?', '&', '=', '"', 'W/"1"', 'null\n', 'true'],
  ...['0000-00-00', '0000-01-01', '2025-02-29', '2025-02-30', '9999-12-31', '10000-01-01', '-2025-01-01'],
  ...[
    '2025-13',
    '0000-01',
    '9999-12',
    '2025-01-31T24:00:00Z',
    '2016-12-31T23:59:60Z',
    '2025-01-31T00:00:00+99:99',
  ],
  ...['x'.repeat(201), 'é'.repeat(1000), 'a.b.c', 'a.b', `${'x'.repeat(3999)}.`, `q.${'A'.repeat(2000)}.s`],
];

/** JSON values where another one is expected. */
export const HOSTILE_VALUES: readonly unknown[] = [
  ...[null, true, false, [], {}, [[]], [null], { a: {} }, [[[[[[1]]]]]], { '': '' }],
  ...[0, -0, -1, 0.1, 1e-7, 5e-324, 1e12, 1e15, 1e21, 1e308, -1e308, 2 ** 31, 2 ** 53, -(2 ** 53), 2 ** 64],
  ...HOSTILE_TEXTS,
];

/** Names of members that no contract has, some of which every object has. */
export const ODD_NAMES: readonly string[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'merchant', 'scope', 'version', 'type', 'then'],
  ...['', ' ', '\u0000', 'a.b', 'a/b', '~1', '$ref', '0', 'length'],
];

/** Bodies as they come over the wire, a character a byte (Latin-1): broken, deep, large, in another encoding, not JSON at all. */
export const RAW_BODIES: readonly string[] = [
  ...[
    'null',
    'true',
    '0',
    '""',
    '[]',
    '[{}]',
    '{',
    '}',
    '{"a":}',
    '{"a":1,}',
    "{'a':1}",
    '{"a":1}{"b":2}',
    'NaN',
  ],
  ...[
    '\xef\xbb\xbf{}',
    '\xff\xfe{\x00}\x00',
    '{"a":"\xff"}',
    '{"a":"\xc3"}',
    '\x00',
    '\x1f\x8b\x08\x00',
    '{"a":"\t"}',
  ],
  ...[
    '{"a":1e999999}',
    '{"a":"\\ud800"}',
    '{"a":"\\u0000"}',
    '{"a":1,"a":2}',
    '{"__proto__":{"scope":"admin"}}',
  ],
  ...[
    'a=1&b=2',
    '<a/>',
    '--x\r\n\r\n',
    '[1e400]',
    '-',
    '{"toString":1}',
    '{"constructor":{"prototype":{"a":1}}}',
  ],
  ...[
    '['.repeat(20_000),
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  ],
  ...[`{"a":"${'x'.repeat(1_048_577)}"}`, `[${'0,'.repeat(200_000)}0]`, `{${'"a":1,'.repeat(20_000)}"b":1}`],
];

/** Queries as they stand in an address. */
export const RAW_QUERIES: readonly string[] = [
  ...[
    '&',
    '&&=&',
    '=',
    '=1',
    'limit',
    'limit=',
    'limit=1&limit=2',
    'limit[]=1',
    'limit=%zz',
    'limit=%00',
    'cursor=%F0%9F',
  ],
  ...[
    '__proto__=1',
    '__proto__[limit]=1',
    'constructor=1',
    'toString=1',
    'limit=1;cursor=2',
    '%',
    '%E0%A4%A',
    '?limit=1',
  ],
  ...[
    'limit=0',
    'limit=-1',
    'limit=201',
    'limit=1e2',
    'limit=1.0',
    'limit=0x1',
    'limit=+1',
    'limit=%201',
    'limit=١',
  ],
  ...[
    `a=${'x'.repeat(7000)}`,
    'a=1&'.repeat(1500),
    'language=xx',
    'language=',
    'merchant=other',
    'month=2024-13',
  ],
];

/** Segments of a path that no client would write so. */
export const RAW_SEGMENTS: readonly string[] = [
  ...[
    '%',
    '%zz',
    '%00',
    '%0a',
    '%ff',
    '%F0%9F',
    '%ED%A0%80',
    '%C0%AF',
    '%2e%2e',
    '..',
    '.',
    '%2F',
    '%23',
    '+',
  ],
  ...[
    '%25252F',
    '__proto__',
    'constructor',
    ';',
    'a;b=c',
    '@',
    '~',
    '*',
    '{sku}',
    '%7Bsku%7D',
    'x'.repeat(4001),
  ],
];

/** Values of a header, of the characters that a header may have. */
export const HOSTILE_HEADERS: readonly string[] = [
  ...[
    '',
    ' ',
    '*',
    '"1',
    '1',
    '""',
    '"1", "2"',
    'W/"1"',
    '"-1"',
    '"1e0"',
    '"99999999999999999999"',
    '\xe9',
    'a b',
  ],
  ...['null', '__proto__', 'x'.repeat(201), 'x'.repeat(5000), "'; --", '%00', '\t', '"\xff"'],
];
