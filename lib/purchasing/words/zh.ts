import type { GroundSentences } from './say-grounds.ts';

const ago = (days: number) => (days === 0 ? '今天' : days === 1 ? '昨天' : `${days} 天前`);

/** Simplified Chinese. */
export const chinese: GroundSentences = {
  between: '；',
  orders: ({ orderDays, sinceDays, everyDays = 0, overdue }) => {
    if (orderDays === 1) return `下过一次单，在${ago(sinceDays)}`;
    // one gap is no rhythm yet
    if (orderDays === 2) return `下过两次单，相隔 ${everyDays} 天，最近一次在${ago(sinceDays)}`;
    const every = Math.round(everyDays) === 1 ? '每天一次' : `平均每 ${Math.round(everyDays)} 天一次`;
    return `在 ${orderDays} 天下过单，${every}，最近一次在${ago(sinceDays)}${overdue ? '：按其自身节奏已逾期' : ''}`;
  },
  boughtOnce: ({ orders, sinceDays }) =>
    `${ago(sinceDays)}买过一次，${orders === 1 ? '在唯一的订单中' : `在 ${orders} 个订单中的 1 个`}`,
  rhythm: ({ times, orders, everyDays, dueInDays }) => {
    const due =
      dueInDays > 0 ? `${dueInDays} 天后到期` : dueInDays === 0 ? '今天到期' : `已过期 ${-dueInDays} 天`;
    return `${orders} 个订单中买过 ${times} 次，每 ${everyDays} 天一次，${due}`;
  },
  similarBuyers: ({ takers, compared, country }) =>
    `${country === undefined ? '' : `${country} 的`} ${compared} 个同类买家中有 ${takers} 个也购买`.trim(),
  market: ({ orders, of, days }) => `最近 ${days} 天市场的 ${of} 个订单中有 ${orders} 个含有此商品`,
  looks: ({ looks, since, boughtBefore }) =>
    `自 ${since} 以来看过 ${looks} 次，${boughtBefore ? '此后未再购买' : '尚未购买'}`,
  quote: ({ units, until }) => `有效报价 ${units} 件，至 ${until}`,
};
