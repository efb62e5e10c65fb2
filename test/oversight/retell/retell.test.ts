import { describe, expect, test } from '@jest/globals';
import { createRetell } from '../../../lib/oversight/index.ts';
import { analysisEnglish } from '../../../lib/oversight/retell/analysis-en.ts';
import { analysisChinese } from '../../../lib/oversight/retell/analysis-zh.ts';
import { forecastEnglish } from '../../../lib/oversight/retell/forecast-en.ts';
import { forecastChinese } from '../../../lib/oversight/retell/forecast-zh.ts';
import { healthEnglish } from '../../../lib/oversight/retell/health-en.ts';
import { healthChinese } from '../../../lib/oversight/retell/health-zh.ts';
import { policyEnglish } from '../../../lib/oversight/retell/policy-en.ts';
import { policyChinese } from '../../../lib/oversight/retell/policy-zh.ts';
import { placed, placesIn } from '../../../lib/oversight/retell/template.ts';

const english: Record<string, string> = {
  ...forecastEnglish,
  ...policyEnglish,
  ...analysisEnglish,
  ...healthEnglish,
};
const chinese: Record<string, string> = {
  ...forecastChinese,
  ...policyChinese,
  ...analysisChinese,
  ...healthChinese,
};
const inChinese = createRetell('zh');

/** A sentence of a template, a value of its own in each place; words that no dictionary knows. */
function sampleOf(template: string) {
  const values = new Map(placesIn(template).map((name, place) => [name, `x${place}`]));
  const numbers = [...template.matchAll(/\{#(\w+)\}/g)].map(([, name = '']) => name);
  numbers.forEach((name, place) => {
    values.set(name, String(11 + place));
  });
  return { text: placed(template.replaceAll(/\{[#~@]/g, '{'), values), values };
}

describe('the sentences of nights', () => {
  test.each(Object.entries(english))('%s is recognised, and told with its figures', (key, template) => {
    const { text, values } = sampleOf(template);

    expect(inChinese(text)).toBe(placed(chinese[key] ?? '', values));
  });

  test.each(Object.entries(english))('%s has the same places in each language', (key, template) => {
    const told = new Set(placesIn(chinese[key] ?? ''));

    for (const place of told) expect(placesIn(template)).toContain(place);
    // a figure that is left out would be a figure that a reader misses; a word may be said by another
    for (const [, place = ''] of template.matchAll(/\{[#~@](\w+)\}/g))
      expect([key, [...told]]).toEqual([key, expect.arrayContaining([place])]);
  });
});

describe('createRetell', () => {
  test('leaves what nights wrote in English as it is', () => {
    const text = 'the mean of 5 models, which on average errs less than any one of them';

    expect(createRetell('en')(text)).toBe(text);
  });

  test('tells sentences that a semicolon joins one by one, with their figures', () => {
    const text =
      'the mean of 5 models, which on average errs less than any one of them; with the weekly and the yearly pattern that the history shows; errs 23 % less than repeating last week, tried on the last 112 days';

    expect(inChinese(text)).toBe(
      '取5个模型的平均，其误差平均小于其中任何一个；含历史所示的每周与每年规律；误差比重复上周小23%（在最近112天上检验）',
    );
  });

  test('tells a sentence within a sentence', () => {
    expect(inChinese('seasonalNaive: the models were given up: no time was left')).toBe(
      '重复上一季（seasonalNaive）：放弃了模型：时间已用尽',
    );
    expect(inChinese('Missing unit_cost (no file gives its cost), stock (no file gives its stock).')).toBe(
      '缺少：单位成本（没有文件给出其成本）、库存（没有文件给出其库存）。',
    );
  });

  test('leaves a text of many brackets, as a merchant may call a SKU, as it is', () => {
    const name = 'a (b), '.repeat(28);
    const text = `Missing history (${name}`;

    expect(inChinese(text)).toBe(text);
  });

  test('leaves names that people gave as they are', () => {
    expect(inChinese('Summer sale; 50 % off: 20 % more (± 8, from 3 days)')).toBe(
      'Summer sale; 50 % off：销量增加20%（±8，依据3天）',
    );
  });

  test('leaves a sentence that nobody knows as it is, beside one that is told', () => {
    expect(inChinese('a word of a later night; no seasonal pattern stands out')).toBe(
      'a word of a later night；没有明显的季节规律',
    );
    expect(inChinese('')).toBe('');
  });
});

test('no sentence of one topic takes the place of another’s', () => {
  const names = [forecastEnglish, policyEnglish, analysisEnglish, healthEnglish].flatMap((topic) =>
    Object.keys(topic),
  );

  expect(new Set(names).size).toBe(names.length);
});
