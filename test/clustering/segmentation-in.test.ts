import { describe, expect, test } from '@jest/globals';
import { segmentationIn, segmentBuyers } from '../../lib/clustering/index.ts';
import type { Segment, Segmentation } from '../../lib/domain/index.ts';
import { aggregatesOf, asOf, twelveAndForty } from './some-buyers.ts';

/** Two segments, as a night stores them: 12 large regulars and 40 small lapsed buyers. */
function stored(): Segmentation {
  const options = { runId: 'gb-2011-12-09', asOf, currency: 'GBP', seed: 1 };
  const { document } = segmentBuyers(aggregatesOf(twelveAndForty), options);
  if (document.kind !== 'ready') throw new Error(document.detail);
  return document;
}

/** Every sentence of a segment. */
function sentencesOf({ name, description, strategy }: Segment): string[] {
  const { priceSensitivity, contact, offers, service } = strategy;
  const advised = [priceSensitivity, contact, ...offers, service];
  return [name, description, ...advised.flatMap(({ advice, evidence }) => [advice, evidence])];
}

/** Numbers as they are read: `1,200` and `-0.5` too. */
const numbersIn = (text: string) =>
  (text.match(/[−-]?\d[\d,.]*/g) ?? []).map((one) => one.replace(/[,.]$/, ''));

describe('a segmentation in Chinese', () => {
  const english = stored();
  const chinese = segmentationIn(english, 'zh');

  test('says every sentence in Chinese, and no word of English', () => {
    const sentences = chinese.segments.flatMap(sentencesOf);

    expect(sentences.filter((sentence) => !/[一-鿿]/.test(sentence))).toEqual([]);
    expect(sentences.filter((sentence) => /[A-Za-z]{2,}/.test(sentence))).toEqual([]);
    expect(chinese.segments.map(({ name }) => name)).toEqual(['大型常客', '小型流失买家']);
  });

  test('has the same figures as in English, sentence by sentence', () => {
    // the order of figures within a sentence is the language's own
    const figures = ({ segments }: Segmentation) =>
      segments.flatMap(sentencesOf).map((sentence) => numbersIn(sentence).toSorted());

    expect(figures(chinese)).toEqual(figures(english));
  });

  test('differs in nothing but its words', () => {
    const wordless = (segmentation: Segmentation) =>
      segmentation.segments.map(({ name: _, description: __, strategy, ...figures }) => ({
        ...figures,
        level: strategy.priceSensitivity.level,
        everyDays: strategy.contact.everyDays,
        fillRate: strategy.service.fillRate,
      }));

    expect(wordless(chinese)).toEqual(wordless(english));
  });

  test('stays in English where it was stored before the market’s own figures were kept', () => {
    const { marketFigures: _, ...earlier } = english;

    expect(segmentationIn(earlier, 'zh')).toEqual(earlier);
  });
});
