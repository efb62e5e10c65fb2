import type { KeptBack, Language } from '../../domain/index.ts';
import { english, measured } from './words-en.ts';
import { chinese } from './words-zh.ts';
import { createWriter, type Writer } from './writer.ts';

/** Says what keeps a draft from being approved without a person. */
export type ExplainKeptBack = (kept: KeptBack, currency: string) => string;

/**
 * Make the sentences of a language which say why Tradewind did not approve a draft by itself: from codes and figures alone, as those
 * of `createExplain`.
 *
 * @param write - how figures are written; the language's own way where it is left out
 * @returns a function of one cause, and of the currency of its amounts (ISO 4217)
 */
export function createExplainKeptBack(language: Language, write?: Writer): ExplainKeptBack {
  const { locale, sentences } = words[language];
  const writer = write ?? createWriter(locale);
  return ({ code, figures = {} }, currency) =>
    sentences[code](figures, writer, (minor) => writer.money({ minor, currency }));
}

type Figures = Readonly<Record<string, number>>;
type Sentence = (figures: Figures, write: Writer, money: (minor: number) => string) => string;
/** One sentence a code: one that is missing does not compile. A figure that is not known is left out of the stored ones. */
type Sentences = { readonly [Code in KeptBack['code']]: Sentence };

const inEnglish: Sentences = {
  subject: () => 'Limits are changed by people alone.',
  mode: () => 'The mode is not automatic: Tradewind only suggests.',
  largestStep: ({ step, largestStep }, write) =>
    step === undefined || largestStep === undefined
      ? 'How far the price moves is not known.'
      : `The price moves by ${write.share(step)}, and ${write.share(largestStep)} is the most that is approved without a person.`,
  moneyPerDay: ({ amountMinor, spentTodayMinor, moneyPerDayMinor }, _, money) => {
    if (moneyPerDayMinor === undefined || moneyPerDayMinor < 0)
      return 'No money a day is set that may be approved without a person.';
    if (amountMinor === undefined || spentTodayMinor === undefined)
      return 'How much money it moves is not known.';
    return `It moves ${money(amountMinor)}, and of the ${money(moneyPerDayMinor)} a day that may be approved without a person ${money(spentTodayMinor)} are spent.`;
  },
  leastConfidence: ({ confidence, leastConfidence }, write) => {
    if (leastConfidence === undefined) return 'No least confidence is set.';
    const chance = "The chance that it earns more than today's practice is";
    return confidence === undefined
      ? `${chance} not known.`
      : `${chance} ${write.share(confidence)}, less than the ${write.share(leastConfidence)} that is asked.`;
  },
  drift: () => 'The SKU drifts: a person decides until it has settled.',
  oldestData: ({ dataAgeDays, oldestDataDays }, write) => {
    if (oldestDataDays === undefined || oldestDataDays < 0) return 'No oldest data are set.';
    return dataAgeDays === undefined
      ? 'How old its data are is not known.'
      : `Its data are ${measured(write, dataAgeDays, 'day')} old, and ${measured(write, oldestDataDays, 'day')} is the most that is allowed.`;
  },
  twoPersons: () => 'Its amount needs two persons.',
  evidence: ({ weeks }, write) =>
    weeks === undefined
      ? 'The history does not bear it yet.'
      : `The history does not bear it yet: ${measured(write, weeks, 'week')} of it can be used.`,
  contradiction: () => 'Limits contradict each other: a person must look.',
};

const inChinese: Sentences = {
  subject: () => '限额只能由人工更改。',
  mode: () => '当前不是自动模式：Tradewind仅提出建议。',
  largestStep: ({ step, largestStep }, write) =>
    step === undefined || largestStep === undefined
      ? '调价幅度未知。'
      : `调价幅度为${write.share(step)}，超过无需人工批准的上限${write.share(largestStep)}。`,
  moneyPerDay: ({ amountMinor, spentTodayMinor, moneyPerDayMinor }, _, money) => {
    if (moneyPerDayMinor === undefined || moneyPerDayMinor < 0) return '未设定每天可自动批准的金额。';
    if (amountMinor === undefined || spentTodayMinor === undefined) return '涉及金额未知。';
    return `涉及金额${money(amountMinor)}；每天可自动批准${money(moneyPerDayMinor)}，其中${money(spentTodayMinor)}已用。`;
  },
  leastConfidence: ({ confidence, leastConfidence }, write) => {
    if (leastConfidence === undefined) return '未设定最低把握度。';
    return confidence === undefined
      ? '其收益高于现行做法的把握未知。'
      : `其收益高于现行做法的把握为${write.share(confidence)}，低于要求的${write.share(leastConfidence)}。`;
  },
  drift: () => '该SKU的需求规律发生变化：在恢复稳定之前由人工决定。',
  oldestData: ({ dataAgeDays, oldestDataDays }, write) => {
    if (oldestDataDays === undefined || oldestDataDays < 0) return '未设定数据的最长时效。';
    return dataAgeDays === undefined
      ? '所依据数据的时效未知。'
      : `所依据的数据已有${write.measure(dataAgeDays)}天，超过允许的${write.measure(oldestDataDays)}天。`;
  },
  twoPersons: () => '该金额需要两人批准。',
  evidence: ({ weeks }, write) =>
    weeks === undefined
      ? '历史数据尚不足以支持自动批准。'
      : `历史数据尚不足以支持自动批准：可用历史数据为${write.measure(weeks)}周。`,
  contradiction: () => '限制相互矛盾：须由人工处理。',
};

const words: Readonly<Record<Language, { locale: string; sentences: Sentences }>> = {
  en: { locale: english.locale, sentences: inEnglish },
  zh: { locale: chinese.locale, sentences: inChinese },
};
