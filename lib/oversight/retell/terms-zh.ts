/** What stands in the places of sentences, in simplified Chinese; names that people gave stay as they are. */
export const chineseTerms: Readonly<Record<string, string>> = {
  // steps of time, and the seasons they make
  ...{ day: '天', days: '天', week: '周', weeks: '周', month: '个月', months: '个月' },
  ...{ quarter: '个季度', quarters: '个季度', hour: '小时', hours: '小时', step: '步', steps: '步' },
  ...{ weekly: '每周', yearly: '每年', daily: '每日', seasonal: '季节' },
  ...{ 'last week': '上周', 'last year': '去年', yesterday: '昨天' },
  ...{ 'the last season': '上一季', 'the last value': '上一个值' },
  // directions
  ...{ more: '增加', less: '减少', fewer: '减少', lower: '降低' },
  // covariates
  ...{ price: '价格', closures: '停业', promotions: '促销', launch: '上市', delisting: '退市' },
  ...{ 'public holidays': '公共假日', 'end of sale': '停售' },
  ...{ 'days before a holiday': '假日前一天', 'days after a holiday': '假日后一天' },
  // contestants
  ...{ adjustments: '人工调整', blend: '混合预测' },
  ...{ 'the market': '该市场' },
  // how a price came about
  ...{ 'the list price': '目录价', 'its price group': '其价格组', 'a quantity break': '数量折扣' },
  ...{ 'a contract': '合同', 'a quote': '报价', 'a promotion': '促销', 'a price test': '价格测试' },
  // what is missing
  ...{ history: '历史', unit_cost: '单位成本', stock: '库存', list_price: '目录价', orders: '订单' },
};
