import type { MarketEarnings, Unknown } from '../domain/index.ts';
import { majorOf } from '../domain/money.ts';

type Year = NonNullable<MarketEarnings['year']>;
type MonthReason = Extract<MarketEarnings['month'], { kind: 'notMeasured' }>['reason'];
type YearReason = Extract<Year, { kind: 'notMeasured' }>['reason'];

/** The words of an earnings statement in one language. */
export type EarningsWords = {
  title: string;
  month: string;
  year: string;
  earned: string;
  between: (lower: string, upper: string, level: string) => string;
  unbounded: string;
  units: (ai: string, human: string) => string;
  traced: (count: string) => string;
  rest: string;
  lines: { sku: string; days: string; expected: string; earned: string };
  against: { actual: string; textbook: string; mixed: string };
  rows: { margin: string; holding: string; ordering: string; prices: string; total: string; stock: string };
  avoided: (units: string, days: string) => string;
  notIncome: string;
  noPrices: string;
  cannotKnow: string;
  asOf: (day: string) => string;
  noYear: string;
  unknowns: Record<Unknown, string>;
  monthReasons: Record<MonthReason, string>;
  yearReasons: Record<YearReason, string>;
  skus: (count: string) => string;
};

const ENGLISH: EarningsWords = {
  title: 'What Tradewind earns',
  month: 'The month, against people',
  year: 'The last twelve months, replayed',
  earned: 'Earned',
  between: (lower, upper, level) => `between ${lower} and ${upper} with ${level} certainty`,
  unbounded: 'with no bounds: too little was measured',
  units: (ai, human) => `${ai} SKUs that Tradewind operates, beside ${human} that people alone operate`,
  traced: (count) => `Traced to ${count} decisions`,
  rest: 'Traced to none',
  lines: { sku: 'SKU', days: 'Days', expected: 'Expected', earned: 'Earned' },
  against: {
    actual: 'Against what was really done, by the stock files.',
    textbook: "Against the textbook's rule of ordering: no stock history says what was really done.",
    mixed: "Against what was really done; where no stock history says, against the textbook's rule.",
  },
  rows: {
    margin: 'Stock-outs avoided',
    holding: 'Holding cost saved',
    ordering: 'Ordering cost saved',
    prices: 'Better prices',
    total: 'Together',
    stock: 'Stock freed',
  },
  avoided: (units, days) => `${units} units, ${days} SKU days`,
  notIncome: 'Set free once: no income',
  noPrices: 'not known',
  cannotKnow: 'What this cannot know',
  asOf: (day) => `as of ${day}`,
  noYear: 'No night has replayed the year yet: the first one does.',
  unknowns: {
    noStockHistory: "No stock history: compared with the textbook's rule",
    ordersUnknown: 'Orders to suppliers are not known: nothing is claimed on them',
    demandFilled: 'Demand of days without stock is estimated',
    costMissing: 'No cost is known: counted as no gain',
    costsOfToday: 'Costs and lead times are those of today',
    shortHistory: 'History of under half a year: counted as no gain',
    noPolicy: 'No policy could be learnt: counted as no gain',
    failed: 'The replay failed: counted as no gain',
    ratesAssumed: 'Rates of holding and ordering are assumed: set them in the rules',
    listPrices: 'Margins are of list prices, which contracts undercut',
    noPriceTests: 'No price tests: what better prices would earn is not claimed',
    sampled: 'A sample, scaled up to all SKUs',
    fewSkus: 'A single SKU has no bounds',
    lostBuyers: 'Buyers who stayed away after a stock-out are not counted',
    noStockCounts: 'Stock was not counted: its cost is left out',
    noPreperiod: 'New since the holdout began: nothing to compare with before',
    experimentsApart: 'In an experiment under people: counted for neither side',
    noDecisions: 'No decision took effect that the log knows',
  },
  monthReasons: {
    underWay: 'The month is under way: its figure comes after its end.',
    notYetRun: 'No night has stated this month.',
    noHoldout: 'No SKU was held out in this month: there is nothing to compare with.',
    fewDays: 'Fewer than 14 days had a holdout.',
    fewHeldOut: 'Too few SKUs are held out for bounds: a figure would be chance.',
    drawBroken: 'SKUs were lost or added to one side: the comparison would not be fair.',
    noSales: 'Nothing was sold in this month.',
  },
  yearReasons: {
    noSkus: 'The market has no SKU with sales.',
    shortHistory: 'Half a year of orders is needed: 13 weeks to learn from, 13 to replay.',
    costMissing: 'No cost is known: upload products with unit_cost.',
    noPolicy: 'No policy could be learnt of any SKU drawn.',
    failed: 'The replay failed; the next night tries again.',
  },
  skus: (count) => `${count} SKUs`,
};

const CHINESE: EarningsWords = {
  title: 'Tradewind 带来的收益',
  month: '本月：与人工操作对照',
  year: '过去十二个月回放',
  earned: '收益',
  between: (lower, upper, level) => `介于 ${lower} 与 ${upper} 之间（置信度 ${level}）`,
  unbounded: '数据太少，无法给出区间',
  units: (ai, human) => `由 Tradewind 操作的 ${ai} 个 SKU，对照仅由人工操作的 ${human} 个`,
  traced: (count) => `可追溯到 ${count} 项决策`,
  rest: '未追溯到决策',
  lines: { sku: 'SKU', days: '天数', expected: '预期', earned: '收益' },
  against: {
    actual: '对照：库存文件所记录的实际操作。',
    textbook: '对照：教科书订货规则，因为没有库存历史说明实际操作。',
    mixed: '对照：实际操作；没有库存历史之处对照教科书规则。',
  },
  rows: {
    margin: '避免的缺货',
    holding: '节省的持有成本',
    ordering: '节省的订货成本',
    prices: '更优价格',
    total: '合计',
    stock: '释放的库存',
  },
  avoided: (units, days) => `${units} 件，${days} 个 SKU 日`,
  notIncome: '一次性释放，不是收入',
  noPrices: '未知',
  cannotKnow: '本表无法得知的内容',
  asOf: (day) => `截至 ${day}`,
  noYear: '尚未回放过去一年：第一个夜间运行会完成。',
  unknowns: {
    noStockHistory: '没有库存历史：与教科书规则对照',
    ordersUnknown: '供应商订单未知：不计入任何收益',
    demandFilled: '缺货日的需求为估计值',
    costMissing: '成本未知：按无收益计',
    costsOfToday: '成本与交货期按今日计',
    shortHistory: '历史不足半年：按无收益计',
    noPolicy: '无法学习策略：按无收益计',
    failed: '回放失败：按无收益计',
    ratesAssumed: '持有与订货费率为假设值：请在规则中设定',
    listPrices: '毛利按目录价计，合同价更低',
    noPriceTests: '没有价格测试：不计更优价格的收益',
    sampled: '抽样后推算到全部 SKU',
    fewSkus: '只有一个 SKU，无法给出区间',
    lostBuyers: '缺货后流失的买家未计入',
    noStockCounts: '没有库存盘点：不计库存成本',
    noPreperiod: '对照开始后新增：没有此前数据可比',
    experimentsApart: '实验中由人工操作：不计入任何一方',
    noDecisions: '日志中没有生效的决策',
  },
  monthReasons: {
    underWay: '本月尚未结束：月底后给出数字。',
    notYetRun: '尚无夜间运行给出本月数字。',
    noHoldout: '本月没有保留的 SKU：无从对照。',
    fewDays: '有对照的天数少于 14 天。',
    fewHeldOut: '保留的 SKU 太少，给不出区间：任何数字都可能是偶然。',
    drawBroken: '有 SKU 从一方丢失或加入：比较不公平。',
    noSales: '本月没有销售。',
  },
  yearReasons: {
    noSkus: '该市场没有有销售的 SKU。',
    shortHistory: '需要半年的订单：13 周用于学习，13 周用于回放。',
    costMissing: '成本未知：请上传含 unit_cost 的产品文件。',
    noPolicy: '抽中的 SKU 都无法学习策略。',
    failed: '回放失败；下一夜重试。',
  },
  skus: (count) => `${count} 个 SKU`,
};

/** Choose the words of a locale: Chinese for `zh…`, English else. */
export const earningsWords = (locale: string): EarningsWords =>
  locale.toLowerCase().startsWith('zh') ? CHINESE : ENGLISH;

/** Write an amount in whole units of its currency. */
export function amountIn(locale: string): (money: { minor: number; currency: string }) => string {
  return ({ minor, currency }) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 })
      .format(majorOf(minor, currency) + 0)
      .replace('-', '−');
}
