import { describe, expect, test } from '@jest/globals';
import { type KeptBack, keptBackSchema } from '../../../lib/domain/index.ts';
import { createExplainKeptBack } from '../../../lib/oversight/index.ts';

const english = createExplainKeptBack('en');
const chinese = createExplainKeptBack('zh');

/** Every code with the figures that a night stores with it. */
const figures: Record<KeptBack['code'], Record<string, number>> = {
  ...{ subject: {}, mode: {}, drift: {}, twoPersons: {}, contradiction: {} },
  largestStep: { step: 0.12, largestStep: 0.05 },
  moneyPerDay: { amountMinor: 450, spentTodayMinor: 9_700, moneyPerDayMinor: 10_000 },
  leastConfidence: { confidence: 0.81, leastConfidence: 0.9 },
  oldestData: { dataAgeDays: 9, oldestDataDays: 3 },
  evidence: { weeks: 31 },
};
const kept = (code: KeptBack['code'], given: Record<string, number>): KeptBack => ({
  ...{ code, text: 'ENGLISH', figures: given },
});

describe('why Tradewind did not approve by itself', () => {
  test('is told in English and in Chinese, from codes and figures', () => {
    const told = (explain: typeof english) =>
      keptBackSchema.shape.code.options.map((code) => explain(kept(code, figures[code]), 'EUR'));

    expect(told(english)).toEqual([
      'Limits are changed by people alone.',
      'The mode is not automatic: Tradewind only suggests.',
      'The price moves by 12%, and 5% is the most that is approved without a person.',
      'It moves €4.50, and of the €100.00 a day that may be approved without a person €97.00 are spent.',
      "The chance that it earns more than today's practice is 81%, less than the 90% that is asked.",
      'The SKU drifts: a person decides until it has settled.',
      'Its data are 9 days old, and 3 days is the most that is allowed.',
      'Its amount needs two persons.',
      'The history does not bear it yet: 31 weeks of it can be used.',
      'Limits contradict each other: a person must look.',
    ]);
    expect(told(chinese)).toEqual([
      '限额只能由人工更改。',
      '当前不是自动模式：Tradewind仅提出建议。',
      '调价幅度为12%，超过无需人工批准的上限5%。',
      '涉及金额€4.50；每天可自动批准€100.00，其中€97.00已用。',
      '其收益高于现行做法的把握为81%，低于要求的90%。',
      '该SKU的需求规律发生变化：在恢复稳定之前由人工决定。',
      '所依据的数据已有9天，超过允许的3天。',
      '该金额需要两人批准。',
      '历史数据尚不足以支持自动批准：可用历史数据为31周。',
      '限制相互矛盾：须由人工处理。',
    ]);
  });

  test.each(keptBackSchema.shape.code.options)(
    'stays a sentence where any figure is not known, or a limit is not set: %s',
    (code) => {
      const all = Object.entries(figures[code]);
      const lacking = [
        {},
        ...all.map(([name]) => Object.fromEntries(all.filter(([other]) => other !== name))),
        ...all.map(([name]) => ({ ...figures[code], [name]: -1 })),
      ];
      for (const some of lacking) {
        expect(english(kept(code, some), 'JPY')).toMatch(/^(?!.*(undefined|NaN)).+[.]$/);
        expect(chinese(kept(code, some), 'JPY')).toMatch(/^(?!.*(undefined|NaN)).*[一-鿿].*。$/);
      }
    },
  );
});
