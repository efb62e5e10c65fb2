import type { Language, WhatIfNote } from '../../domain/index.ts';

/** One sentence a note: one that is missing does not compile. */
type Sentences = { readonly [Note in WhatIfNote]: string };

const inEnglish: Sentences = {
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
  listPrice: 'Margin is at the list price: what buyers pay by contract, group or quantity is not in it.',
};

const inChinese: Sentences = {
  noPolicy: '无法给出库存与毛利：该 SKU 尚未学得策略。',
  noCosts: '策略中没有所需的成本数据：下一次夜间运行起才有。',
  textbook:
    '此处的再订货点、库存水平与订货量均按教科书规则计算。建议的订货量来自学得的策略表，它权衡毛利、持有成本与缺货损失，不读取服务水平，且仅在夜间重新学习。',
  measureReplaced: '夜间的再订货点不是由服务水平决定的；此处既已指定服务水平，便由它决定。',
  arrivalsAssumed: '在途货物的到货日期并不全部已知：没有已批准采购单注明日期的部分，假定在一个交货期后到货。',
  marketsEstimated: '共用该仓库的某个市场在此没有预测：其需求按夜间计入的数量估计。',
  oldStock: '最新库存数据已超过一周：此后的变动未计入。',
  listPrice: '毛利按目录价计算：合同价、客户组价与数量折扣不在其内。',
};

const sentences: Readonly<Record<Language, Sentences>> = { en: inEnglish, zh: inChinese };

/** Say in a language what an answer to "what if" assumes or cannot tell. */
export function sayWhatIfNotes(
  notes: readonly WhatIfNote[],
  language: Language,
): { code: WhatIfNote; text: string }[] {
  return [...new Set(notes)].map((code) => ({ code, text: sentences[language][code] }));
}
