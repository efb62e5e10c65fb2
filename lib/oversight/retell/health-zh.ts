import type { healthEnglish } from './health-en.ts';

/** The same in simplified Chinese. */
export const healthChinese: Record<keyof typeof healthEnglish, string> = {
  nothingMet: '尚无预测与实际相对照：首次之后的运行会进行比较；在此之前，各预测自身的回测说明其表现',
  notChecked: '尚无夜间运行检查过该市场的漂移：下一次运行会检查',
  tooShortToCheck: '没有SKU具备查找变化所需的36个观测日',
  paidAlike: '各方支付的价格相同',
  boughtBy: '最便宜者依{cheapest}购买，最贵者依{dearest}购买',
  boughtByUnexplained: '最便宜者依{cheapest}购买，最贵者依{dearest}购买：没有任何约定可以解释',
  linesUnlisted: '有{lines}行订单在价格文件中没有当日目录价：以该SKU实付价的中位数代替',
  noSegments: '当夜没有买家群组：未比较比率',
};
