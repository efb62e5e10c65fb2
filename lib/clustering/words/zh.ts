import type { Rhythm, Size } from '../describe-segment.ts';
import type { SegmentSentences } from './sentences.ts';

const SIZES: Record<Size, string> = { large: '大型', 'mid-sized': '中型', small: '小型' };
const RHYTHMS: Record<Rhythm, string> = {
  lapsed: '流失买家',
  new: '新买家',
  regular: '常客',
  'one-time': '一次性买家',
  occasional: '偶购买家',
};

const whole = (value: number) => Math.round(value).toLocaleString('zh');
const number = (value: number) =>
  value.toLocaleString('zh', { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 });
const days = (value: number) => `${whole(value)} 天`;
const lastOrder = (recencyDays: number) =>
  Math.round(recencyDays) === 0 ? '今天刚下单' : `最近一次下单在 ${days(recencyDays)}前`;
const percent = (share: number) => {
  const rounded = Math.round(share * 100);
  return rounded === 0 && share > 0 ? '不到 1%' : `${rounded === 0 ? 0 : rounded}%`;
};
const moved = (change: number) => {
  const rounded = Math.round(change * 100);
  return rounded === 0 ? '持平' : `${rounded > 0 ? '增长' : '下降'} ${whole(Math.abs(rounded))}%`;
};
const decimal = (value: number) => value.toFixed(1).replace('-', '−');
const kindOf = (size: Size | null, rhythm: Rhythm) => `${size === null ? '' : SIZES[size]}${RHYTHMS[rhythm]}`;
const belowList = (share: number) =>
  share >= 0 ? `低于标价 ${percent(share)}` : `高于标价 ${percent(-share)}`;
const worthOf = (worth: number) => `每个买家的价值为市场平均值的 ${number(worth)} 倍`;

/** Simplified Chinese. */
export const chinese: SegmentSentences = {
  name: kindOf,
  apart: {
    growing: '，增长中',
    declining: '，下降中',
    silentFor: (value) => `，已沉默 ${days(value)}`,
    every: (value) => `，每 ${days(value)}下单`,
    ofRevenue: (share) => `，占营收 ${percent(share)}`,
    numbered: (name, place) => `${name}（${place}）`,
  },
  description: ({ buyers, size, rhythm, revenueShare, cadenceDays, recencyDays }) => {
    const who = `${whole(buyers)} 个${kindOf(size, rhythm)}`;
    const revenue = `占营收 ${percent(revenueShare)}`;
    if (rhythm === 'lapsed') return `${who}，${revenue}，${lastOrder(recencyDays)}`;
    const often = cadenceDays === null ? '目前只下过一次单' : `每 ${days(cadenceDays)}下单一次`;
    return `${who}，${revenue}，${often}，${lastOrder(recencyDays)}`;
  },
  price: {
    advice: {
      high: '数量阶梯价和限时优惠能打动这些买家：提高标价时，最后才轮到这里',
      medium: '只按数量给折扣',
      low: '保持价格：以品类和服务取胜，不打折',
      unknown: '凭现有证据不宜调价：先让两档折扣互相比较',
    },
    tooFew: '其中以不同价格再次购买同一商品的买家太少，看不出销量如何随价格变化',
    answer: ({ elasticity, halfWidth, buyers }) =>
      `价格每变 1%，每月销量变 ${decimal(elasticity)} ± ${decimal(halfWidth)}%，依据 ${whole(buyers)} 个买家`,
    notClose: (answer) => `销量如何随价格变化还不够明确（${answer}）`,
    hardly: (answer) => `销量几乎不随价格变化，或价格变动太短而看不出（${answer}）`,
    noListPrices: (answer) => `${answer}；没有可供比较的标价`,
    terms: (share, marketShare, answer) =>
      `他们付的价格${belowList(share)}，市场${belowList(marketShare)}；${answer}`,
  },
  contact: {
    winBack: '打一次电话挽回，从最大的开始；之后只发资讯邮件',
    lapsed: (recencyDays, cadenceDays) =>
      cadenceDays === null
        ? `${lastOrder(recencyDays)}，此外没有订单`
        : `${lastOrder(recencyDays)}，而过去每 ${days(cadenceDays)}下单一次`,
    secondOrder: '在市场通常的下单间隔结束之前，打电话争取第二个订单',
    once: (recencyDays, marketCadenceDays) =>
      `目前只下过一次单，${lastOrder(recencyDays)}；市场的中位买家每 ${days(marketCadenceDays)}下单一次`,
    remind: '在下一个订单到期前不久提醒',
    keepInTouch: (silentDays) => `按此节奏保持联系，有人沉默 ${days(silentDays)}时打电话`,
    rhythm: (cadenceDays, variation, recencyDays) =>
      `每 ${days(cadenceDays)}下单一次${variation === undefined ? '' : `，波动 ${percent(variation)}`}，${lastOrder(recencyDays)}`,
  },
  offers: {
    nothingSpecial: {
      advice: '用每个买家自己的推荐清单：该补货的商品，以及同类买家所买的商品',
      evidence: '品类、购物篮、增长和退货都与市场相近',
    },
    lead: (category) => `主推“${category}”`,
    show: (category) => `展示“${category}”，他们在这里几乎不买`,
    shares: ({ share, marketShare }) => `占他们购买的 ${percent(share)}，占市场的 ${percent(marketShare)}`,
    widen: '扩大购物篮：推荐常与他们的商品一起购买的商品',
    basket: (skusPerOrder, market) =>
      `每单 ${number(skusPerOrder)} 种商品，市场的中位买家为 ${number(market)} 种`,
    newFirst: '先推新品：他们正在增长',
    askWhatChanged: '先问清变化，再推荐更多：他们买得少了',
    growth: (growth, market) => `半年营收比前一个半年${moved(growth)}，市场${moved(market)}`,
    checkReturns: '先检查商品描述、包装和破损，再推荐更多：他们退货较多',
    returns: (share, market) => `销售额的 ${percent(share)} 被退货或取消，市场为 ${percent(market)}`,
  },
  service: {
    none: '不为他们备货：其他买家所需的库存已足够',
    serve: (fillRate) => `用库存满足其 ${percent(fillRate)} 的需求`,
    lapsed: (worth, recencyDays) => `${worthOf(worth)}，${lastOrder(recencyDays)}`,
    worth: (worth, variation) =>
      `${worthOf(worth)}；${variation === undefined ? '下单节奏尚不清楚' : `下单间隔波动 ${percent(variation)}`}`,
  },
};
