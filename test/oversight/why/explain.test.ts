import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { limitFigures, reasonFigures } from '../../../lib/domain/index.ts';
import { createExplain, type Writer } from '../../../lib/oversight/index.ts';
import { aRow } from '../../operations/a-row.ts';
import { euro } from '../../operations/a-series.ts';
import { ask, askReady } from '../../operations/ask.ts';
import { anyFigures } from './every-figure.ts';

const english = createExplain('en');
const chinese = createExplain('zh');

/** Writes each figure as a mark that no sentence holds by itself, and keeps what it was given. */
function marking(): { write: Writer; given: () => string[] } {
  let kept: string[] = [];
  const mark = (kind: string) => (figure: unknown) => {
    kept.push(`${kind} ${JSON.stringify(figure)}`);
    return '§';
  };
  return {
    write: {
      ...{ quantity: mark('quantity'), measure: mark('measure'), share: mark('share'), moved: mark('moved') },
      ...{ price: mark('price'), money: mark('money'), date: mark('date'), name: mark('name') },
      names: (names) => names.join(''),
      form: (_, forms) => forms.other,
    },
    given: () => {
      const all = kept.sort();
      kept = [];
      return all;
    },
  };
}

const codes = [
  ...Object.entries(reasonFigures).map(([code, schema]) => ({ kind: 'reason' as const, code, schema })),
  ...Object.entries(limitFigures).map(([code, schema]) => ({ kind: 'limit' as const, code, schema })),
];
const stored = ({ kind, code }: (typeof codes)[number], figures: unknown) =>
  kind === 'reason'
    ? { reasons: [{ code, text: 'ENGLISH', figures }] }
    : { limitsApplied: [{ limit: code, detail: 'ENGLISH', figures }] };

describe('the sentences of every code', () => {
  test.each(codes)('are words in every language, whatever the figures: $kind $code', (one) => {
    fc.assert(
      fc.property(anyFigures(one.schema), (figures) => {
        const told = [english, chinese].map((explain) => explain(stored(one, figures))[0] ?? '');
        for (const sentence of told) {
          expect(sentence).not.toBe('ENGLISH');
          expect(sentence).not.toMatch(/undefined|null|NaN|\[object|\{|\}|\$\{/);
        }
        expect(told[0]).toMatch(/^[^一-鿿]+[.]$/);
        expect(told[1]).toMatch(/[一-鿿].*。$/);
      }),
      { seed: 8, numRuns: 60 },
    );
  });

  test.each(codes)(
    'hold the same figures in both, and none that the answer does not have: $kind $code',
    (one) => {
      const { write, given } = marking();
      const [markEnglish, markChinese] = [createExplain('en', write), createExplain('zh', write)];
      fc.assert(
        fc.property(anyFigures(one.schema), (figures) => {
          const [inEnglish] = markEnglish(stored(one, figures));
          const byEnglish = given();
          const [inChinese] = markChinese(stored(one, figures));

          expect(given()).toEqual(byEnglish);
          // every digit comes from a figure
          expect(`${inEnglish}${inChinese}`).not.toMatch(/\d/);
        }),
        { seed: 8, numRuns: 60 },
      );
    },
  );
});

describe('why a price and an order were proposed', () => {
  test('is told in English and in Chinese', () => {
    const answer = askReady();

    expect(english(answer)).toEqual([
      '12 on hand and 0 on order make 12 units: 6 days of cover at 2 a day.',
      '12 units are at or below the reorder point of 15 (lead time 14 days, 95% service): ordering 24 brings 36, the textbook rule orders up to 40.',
      // 2 ± 1.2816 · 0.3
      '€10.50 instead of €10.00 (+5%) is worth more: a price higher by one percent sells about 2% less (with a chance of 80% between 1.62% and 2.38%, from 104 weeks with 9 price moves).',
    ]);
    expect(chinese(answer)).toEqual([
      '现有库存12件，在途0件，库存头寸合计12件：按每天2件的需求，可供6天。',
      '库存头寸12件，未高于补货点15件（交货期14天，服务水平95%）：订购24件后达到36件，经典补货规则的目标库存为40件。',
      '由€10.00调整为€10.50（+5%）收益更高：价格每上调百分之一，销量约减少2%（有80%的把握在1.62%至2.38%之间；依据104周历史数据和9次调价）。',
    ]);
  });

  test('goes by the plural of the number that is read', () => {
    expect(english(askReady({ onHand: 1, onOrder: 0 }))[0]).toContain('make 1 unit:');
    expect(english(askReady({ onHand: 2, onOrder: 6 }))[0]).toContain('1 day of it on hand');
    expect(english(askReady({ onHand: 1, onOrder: 0 }))[1]).toMatch(/^1 unit is at or below/);
  });

  test('tells limits and contradictions after the reasons', () => {
    const limits = { ...aRow().limits, floorMicros: 12 * euro };
    const answer = askReady({}, {}, aRow({ limits }));

    expect(english(answer).at(-1)).toBe(
      "Limits contradict each other: the floor asks for at least €12.00, the largest step for at most €11.00. Today's €10.00 is kept, though it is itself below its floor: a person must set it.",
    );
    expect(chinese(answer).at(-1)).toBe(
      '限制相互矛盾：底价要求不低于€12.00，最大调价幅度要求不高于€11.00。维持现价€10.00，但该价格本身低于底价：须由人工定价。',
    );
  });

  test('names what is missing where there is too little', () => {
    const detail = 'Missing stock (no file gives its stock).';
    const { priceList, contracts } = aRow();
    const lacking = {
      ...{ kind: 'insufficientData' as const, sku: 'A-1', runId: 'r', asOf: '2024-06-30', detail },
      ...{ missing: ['stock', 'unit_cost'], currency: 'EUR', priceList, contracts },
      lastKnown: { onHand: null, onOrder: null, unitPriceMicros: 10 * euro },
    };

    expect(english(ask({}, {}, lacking))).toEqual([
      'There is too little to go by. What is missing: the stock and the unit cost.',
    ]);
    expect(chinese(ask({}, {}, lacking))).toEqual(['数据不足，缺少库存数据和单位成本。']);
  });

  test('is the stored English where a row of before has no figures, or those of another version', () => {
    const text = '12 on hand.';

    expect(chinese({ reasons: [{ code: 'stock', text }] })).toEqual([text]);
    expect(chinese({ reasons: [{ code: 'stock', text, figures: { onHandUnits: 'many' } }] })).toEqual([text]);
    expect(chinese({ reasons: [{ code: 'constructor', text, figures: {} }] })).toEqual([text]);
    expect(chinese({})).toEqual([]);
  });
});
