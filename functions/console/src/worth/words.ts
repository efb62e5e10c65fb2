/** What the page says besides the statement's own words, in both languages. */
type PageWords = Record<
  'statement' | 'none' | 'asTable' | 'what' | 'amount' | 'atLeast' | 'atMost' | 'decisions' | 'from',
  string
>;

const ENGLISH: PageWords = {
  statement: 'Earnings statement',
  none: 'There is no statement of this market.',
  asTable: 'As a table',
  what: 'What',
  amount: 'Amount',
  atLeast: 'At least',
  atMost: 'At most',
  decisions: 'The decisions behind it',
  from: 'From',
};

const CHINESE: PageWords = {
  statement: '收益报表',
  none: '该市场没有报表。',
  asTable: '以表格显示',
  what: '项目',
  amount: '金额',
  atLeast: '至少',
  atMost: '至多',
  decisions: '背后的决策',
  from: '自',
};

/** Choose the words of a locale: Chinese for `zh…`, English else. */
export const earningsPageWords = (locale: string): PageWords =>
  locale.toLowerCase().startsWith('zh') ? CHINESE : ENGLISH;
