import { englishCharts } from './chart-words-en.ts';
import { chineseCharts } from './chart-words-zh.ts';

export type ChartWords = typeof englishCharts;

/** Choose the words of a locale (BCP 47): Chinese for `zh…`, English else. */
export const chartWords = (locale = 'en'): ChartWords =>
  locale.toLowerCase().startsWith('zh') ? chineseCharts : englishCharts;
