import type { Language, WhatIfNote } from '../../domain/index.ts';

/** One sentence a note: one that is missing does not compile. */
type Sentences = { readonly [Note in WhatIfNote]: string };

const inEnglish: Sentences = {
  priceUnknown:
    'This price lies beyond every list price that the history shows and that the policy weighs: how demand answers so far out is not known, and the figures only carry on what smaller moves did.',
  priceOutOfBounds: 'This price lies beyond the floor or ceiling: it could not be charged.',
  adjusted:
    'The adjustments that hold are counted in what is planned here; reorder point and order of the night count them from the next night on.',
  noPolicy: 'Stock and margin cannot be told: no policy could be learnt for this SKU.',
  noCosts: 'The costs that this needs are not kept in the policy: they are from the next night on.',
  textbook:
    'Reorder point, levels and order here are those of the textbook rule. What the recommendation orders comes from the learnt table, which weighs margin, holding and lost units; it reads no service level and is learnt anew only at night.',
  measureReplaced:
    'The reorder point is set by another measure than the service level at night; with a service level asked for, that sets it here.',
  arrivalsAssumed:
    'Nothing says when all that is on order comes: what no approved purchase order dates is taken to come after one lead time.',
  marketsEstimated:
    'A market that shares the location has no forecast here: its demand is estimated from what the night counted of it.',
  oldStock: 'The newest stock figure is more than a week old: what has moved since is not counted.',
  listPrice:
    'Margin is at the list price of each buyer’s group, weighed by what the groups bought; what contracts, quotes and quantities take off is not in it.',
};

const inChinese: Sentences = {
  priceUnknown:
    '该价格超出历史上出现过的以及策略所考虑的所有目录价：需求在如此远处如何反应并不可知，此处数字只是把较小变动的效果外推。',
  priceOutOfBounds: '该价格超出最低限价或最高限价：不可收取。',
  adjusted: '此处的计划值已计入当前有效的人工调整；夜间给出的再订货点与订货量从下一次夜间运行起才计入。',
  noPolicy: '无法给出库存与毛利：该 SKU 尚未学得策略。',
  noCosts: '策略中没有所需的成本数据：下一次夜间运行起才有。',
  textbook:
    '此处的再订货点、库存水平与订货量均按教科书规则计算。建议的订货量来自学得的策略表，它权衡毛利、持有成本与缺货损失，不读取服务水平，且仅在夜间重新学习。',
  measureReplaced: '夜间的再订货点不是由服务水平决定的；此处既已指定服务水平，便由它决定。',
  arrivalsAssumed: '在途货物的到货日期并不全部已知：没有已批准采购单注明日期的部分，假定在一个交货期后到货。',
  marketsEstimated: '共用该仓库的某个市场在此没有预测：其需求按夜间计入的数量估计。',
  oldStock: '最新库存数据已超过一周：此后的变动未计入。',
  listPrice: '毛利按各客户组的目录价计算，并以各组购买量加权；合同价、报价与数量折扣不在其内。',
};

const sentences: Readonly<Record<Language, Sentences>> = { en: inEnglish, zh: inChinese };

/** Say in a language what an answer to "what if" assumes or cannot tell. */
export function sayWhatIfNotes(
  notes: readonly WhatIfNote[],
  language: Language,
): { code: WhatIfNote; text: string }[] {
  return [...new Set(notes)].map((code) => ({ code, text: sentences[language][code] }));
}
