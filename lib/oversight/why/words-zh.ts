import type { LimitFigures, ReasonFigures } from '../../domain/index.ts';
import { LONGEST_COVER_DAYS, pace, type Sentences, type Words } from './sentences.ts';
import type { Writer } from './writer.ts';

/** Simplified Chinese. */
export const chinese: Words = {
  locale: 'zh-Hans-CN',
  sentences: (write) => ({ reasons: reasonsIn(write), limits: limitsIn(write) }),
};

const units = (write: Writer, number: number) => `${write.quantity(number)}件`;
const days = (write: Writer, number: number) => `${write.measure(number)}天`;

function cover(write: Writer, number: number): string {
  return number > LONGEST_COVER_DAYS ? '十年以上' : days(write, number);
}

function reasonsIn(write: Writer): Sentences['reasons'] {
  const { price } = write;
  return {
    stock: (figures) => stockSentence(write, figures),
    order: (figures) => orderSentence(write, figures),
    price: (figures) => priceSentence(write, figures),
    priceTest: (test) =>
      test.returns
        ? `价格测试已结束：由${price(test.insteadPrice)}恢复为测试前的${price(test.price)}。`
        : `价格测试：${write.date(test.until)}前以${price(test.price)}代替${price(test.insteadPrice)}，用以了解需求对价格的反应。预计成本${write.money(test.expectedCost)}，有${write.share(test.sureShare)}的把握不超过${write.money(test.largestCost)}。`,
    sharedLocation: ({ markets }) =>
      `${write.names(markets)}共用同一仓库：本订单已涵盖上述所有市场，只需下单一次。`,
    withheld: ({ ground, runId, activeRun }) => {
      const grounds = {
        killed: '紧急停止开关已开启',
        off: '此处的推荐功能已关闭',
        otherRun: `目前只允许采用运行批次${write.name(activeRun ?? '')}的策略，而本策略出自批次${write.name(runId ?? '')}`,
        optedOut: '该客户已选择不接受自动化决策',
        people: '由人工单独管理，以便与 Tradewind 的结果进行比较',
      };
      return `${grounds[ground]}：不提出建议，维持现价。`;
    },
    evidence: (figures) => evidenceSentence(write, figures),
    drift: (figures) => driftSentence(write, figures),
    approved: ({ automatic }) => (automatic ? '已由Tradewind在授权限额内自动批准。' : '已由人工批准。'),
    insufficientData: ({ missing }) =>
      missing.length === 0
        ? '该SKU未能学习出策略，因此不提出建议。'
        : `数据不足，缺少${write.names(missing.map((one) => MISSING[one] ?? write.name(one)))}。`,
    unknownCustomer: () => '该市场没有此客户的记录：适用通用价格。',
    contract: (figures) => `该客户的合同价为${price(figures.price)}。`,
    quote: (figures) => `给该客户的有效报价为${price(figures.price)}。`,
    priceGroup: (figures) =>
      `该客户属于价格组${write.name(figures.priceGroup)}，适用价格为${price(figures.price)}。`,
    quantityBreak: ({ quantityUnits, priceGroup, ...figures }) =>
      `采购${units(write, quantityUnits)}时，${priceGroup === '' ? '价目表' : `价格组${write.name(priceGroup)}的价目表`}的阶梯价为${price(figures.price)}。`,
  };
}

const MISSING: Readonly<Record<string, string>> = {
  history: '足够长的历史销售数据',
  unit_cost: '单位成本',
  stock: '库存数据',
  list_price: '目录价',
};

function stockSentence(write: Writer, figures: ReasonFigures['stock']): string {
  const { onHandUnits, onOrderUnits, positionUnits, demandPerDay, coverDays, onHandCoverDays } = figures;
  const held =
    onHandUnits < 0 ? `欠交客户${units(write, -onHandUnits)}` : `现有库存${units(write, onHandUnits)}`;
  const sum = `${held}，在途${units(write, onOrderUnits)}，库存头寸合计${units(write, positionUnits)}`;
  if (coverDays === null) return `${sum}：预计没有需求。`;
  const { units: demand, period } = pace(demandPerDay);
  const rate = { day: '每天', week: '每周', month: '每月' }[period] + roughly(write, demand);
  const ofHand = onHandCoverDays === null ? '' : `，其中现有库存可供${cover(write, onHandCoverDays)}`;
  return `${sum}：按${rate}的需求，可供${cover(write, coverDays)}${ofHand}。`;
}

/** A rate is measured, not counted. */
const roughly = (write: Writer, number: number) => `${write.measure(number)}件`;

function orderSentence(write: Writer, figures: ReasonFigures['order']): string {
  const { positionUnits, reorderPointUnits, leadTimeDays, measure, share, endsOn } = figures;
  const kept = share === null ? '' : write.share(share);
  const service = {
    serviceLevel: `服务水平${kept}`,
    fillRate: `现货满足率${kept}`,
    cost: '按持有、订货与缺货的总成本最低设定',
  }[measure];
  const side = positionUnits <= reorderPointUnits ? '未高于' : '高于';
  const end = endsOn === null ? '' : `，销售至${write.date(endsOn)}`;
  const ground = `库存头寸${units(write, positionUnits)}，${side}补货点${roughly(write, reorderPointUnits)}（交货期${cover(write, leadTimeDays)}，${service}${end}）`;
  return `${ground}：${orderVerdict(write, figures)}。`;
}

function orderVerdict(write: Writer, figures: ReasonFigures['order']): string {
  const { orderUnits, afterOrderUnits, textbookUnits, orderUpToUnits, learnt } = figures;
  const upTo = roughly(write, orderUpToUnits);
  if (!learnt)
    return orderUnits > 0
      ? `按经典补货规则订购${units(write, orderUnits)}，按整箱补至${upTo}`
      : '按经典补货规则无需订货';
  if (orderUnits > 0) {
    const early = textbookUnits === 0 ? '根据学习结果，提前订货更划算：' : '';
    return `${early}订购${units(write, orderUnits)}后达到${units(write, afterOrderUnits)}，经典补货规则的目标库存为${upTo}`;
  }
  return textbookUnits > 0
    ? `经典补货规则会订购${units(write, textbookUnits)}，但根据学习结果，暂缓订货更划算`
    : '暂缓订货比现在订货更划算';
}

function priceSentence(write: Writer, figures: ReasonFigures['price']): string {
  const { verdict, moveShare, learntPrice } = figures;
  const current = write.price(figures.currentPrice);
  const moves = figures.price.micros !== figures.currentPrice.micros;
  const moved = `由${current}调整为${write.price(figures.price)}（${write.moved(moveShare)}）`;
  switch (verdict) {
    case 'best':
      return `${moves ? `${moved}收益更高` : `维持${current}收益最高`}${answerToPrice(write, figures)}。`;
    case 'bounded': {
      const learnt = learntPrice === null ? '' : write.price(learntPrice);
      return `${moves ? moved : `维持${current}`}：在限制范围内，没有更接近学习所得最优价${learnt}的价格。`;
    }
    case 'outside':
      return `${moved}：现价超出限制范围。`;
    case 'notWeighed':
      return `维持${current}：未评估其他价格，原因见警告。`;
    case 'notLearnt':
      return `维持${current}：按商家设定，该SKU不进行学习，因此未评估其他价格。`;
    case 'contradicted':
      return `维持${current}：各项价格限制相互矛盾。`;
  }
}

function answerToPrice(write: Writer, figures: ReasonFigures['price']): string {
  const { dropShare, dropLowerShare, dropUpperShare, sureShare, weeks, priceMoves } = figures;
  if (dropShare === null || dropLowerShare === null || dropUpperShare === null) return '';
  if (sureShare === null || weeks === null || priceMoves === null) return '';
  const { otherSkus, category } = figures;
  const others =
    otherSkus === null
      ? ''
      : `，并参考${category === null ? '该市场' : `“${write.name(category)}”类`}的${write.measure(otherSkus)}个其他SKU`;
  return `：价格每上调百分之一，销量约减少${write.share(dropShare)}（有${write.share(sureShare)}的把握在${write.share(dropLowerShare)}至${write.share(dropUpperShare)}之间；依据${write.measure(weeks)}周历史数据和${write.measure(priceMoves)}次调价${others}）`;
}

function evidenceSentence(write: Writer, figures: ReasonFigures['evidence']): string {
  const { held, weeks, neededWeeks, triedOnly, withdrawn } = figures;
  const waits = { price: '价格需人工审批', order: '订货需人工审批', both: '价格和订货均需人工审批' }[held];
  const enough = neededWeeks === null ? '' : `（需要${write.measure(neededWeeks)}周）`;
  const tried = triedOnly ? '；在此之前，仅曾经采用过的价格可自动生效' : '';
  const names = { order: '订货', price: '定价' };
  const rules = withdrawn
    .map((rule) => `；该市场的${names[rule]}规则已暂停，须待其实证收益连续一周为正后恢复`)
    .join('');
  return `${waits}：可用历史数据为${write.measure(weeks)}周${enough}${tried}${rules}。`;
}

function driftSentence(write: Writer, figures: ReasonFigures['drift']): string {
  const { signal, rises, sizeShare, since } = figures;
  const waits = '在该SKU恢复稳定之前，价格和订货均需人工审批';
  if (signal === null || since === null || sizeShare === null) return `${waits}：其需求规律发生变化。`;
  const what = {
    level: '需求',
    bias: '预测偏差',
    volatility: '预测误差的波动',
    zeroShare: '无销售天数的占比',
  }[signal];
  const size = write.share(Math.abs(sizeShare));
  const moved = signal === 'volatility' ? `为原来的${size}` : `${rises === false ? '下降' : '上升'}了${size}`;
  return `${waits}：自${write.date(since)}起，${what}${moved}。`;
}

function limitsIn(write: Writer): Sentences['limits'] {
  const { price } = write;
  const rounded = (figures: LimitFigures['rounding']) => roundedSentence(write, figures);
  return {
    floor: ({ floor }) => `价格不得低于底价${price(floor)}。`,
    ceiling: ({ ceiling }) => `价格不得高于最高限价${price(ceiling)}。`,
    largestStep: ({ stepShare, currentPrice }) =>
      `单次调价幅度以现价${price(currentPrice)}为基准，不得超过${write.share(stepShare)}。`,
    coolDown: ({ restDays, movedOn, until }) =>
      `${movedOn === null ? '最新文件之后价格已调整过' : `价格已于${write.date(movedOn)}调整过`}：${days(write, restDays)}内不再调价${until === null ? '' : `，至${write.date(until)}为止`}。`,
    parity: ({ end, othersPrice, gapShare, ...figures }) =>
      `条件相当的客户支付${price(othersPrice)}，价差不得超过${write.share(gapShare)}：价格不得${end === 'lowest' ? '低于' : '高于'}${price(figures.price)}。`,
    rounding: rounded,
    charmPrice: rounded,
    contradiction: (figures) => contradictionSentence(write, figures),
    contract: (figures) => `执行合同价${price(figures.price)}。`,
    quote: (figures) => `执行报价${price(figures.price)}。`,
    minimumAdvertisedPrice: (figures) =>
      `经销商的广告价不得低于${price(figures.price)}；这不限制卖方自己的售价。`,
    orderLot: ({ wantedUnits, orderUnits }) =>
      `订货量由${units(write, wantedUnits)}上调至${units(write, orderUnits)}：须为整箱且不少于最小起订量。`,
    orderBounds: ({ wantedUnits, orderUnits }) =>
      `订货量由${units(write, wantedUnits)}下调至${units(write, orderUnits)}：受仓储空间或单次订货上限限制。`,
    skuEnd: ({ wantedUnits, orderUnits, endsOn, leadTimeDays }) =>
      `订货量由${units(write, wantedUnits)}下调至${units(write, orderUnits)}：该SKU销售至${write.date(endsOn)}，而到货需要${days(write, leadTimeDays)}。`,
    largestOrder: ({ wantedUnits, orderUnits, largest, unitCost }) =>
      `订货量由${units(write, wantedUnits)}下调至${units(write, orderUnits)}：单次订货金额上限为${price(largest)}，按每件${price(unitCost)}计。`,
  };
}

function roundedSentence(write: Writer, figures: LimitFigures['rounding']): string {
  const { step, lowest, highest } = figures;
  if (figures.price !== null) return `价格取整为${write.price(figures.price)}。`;
  if (step === null || lowest === null || highest === null) return '维持现价。';
  return `${write.price(lowest)}至${write.price(highest)}之间没有${write.price(step)}的整数倍：维持现价。`;
}

const BOUNDS = {
  floor: '底价',
  ceiling: '最高限价',
  largestStep: '最大调价幅度',
  coolDown: '调价间隔期',
  parity: '同类客户价格一致性',
};

function contradictionSentence(write: Writer, figures: LimitFigures['contradiction']): string {
  const { kind, least, leastPrice, most, mostPrice, step, leastUnits, mostUnits, leastCost, mostCost } =
    figures;
  const [low, high] = [leastPrice, mostPrice].map((one) => (one === null ? '' : write.price(one)));
  const leastOrder = `最小订货量${units(write, leastUnits ?? 0)}`;
  const nothing = '不订货，需人工处理。';
  switch (kind) {
    case 'limits':
      return `限制相互矛盾：${least === null ? '' : BOUNDS[least]}要求不低于${low}，${most === null ? '' : BOUNDS[most]}要求不高于${high}。${keptSentence(write, figures)}`;
    case 'grid':
      return `限制相互矛盾：${low}至${high}之间没有${step === null ? '' : write.price(step)}的整数倍。${keptSentence(write, figures)}`;
    case 'largestOrder':
      return `限制相互矛盾：${leastOrder}超过单次订货上限${units(write, mostUnits ?? 0)}。${nothing}`;
    case 'largestStock':
      return `限制相互矛盾：${leastOrder}超过仓库可容纳的${units(write, mostUnits ?? 0)}。${nothing}`;
    case 'orderBudget':
      return `限制相互矛盾：${leastOrder}需要${leastCost === null ? '' : write.price(leastCost)}，而单次订货金额上限为${mostCost === null ? '' : write.price(mostCost)}。${nothing}`;
    case 'tooMuch':
      return `超过${units(write, mostUnits ?? 0)}的订货量不合常理：不订货。`;
    case 'noNumber':
      return '拟订货量、库存或某项限制不是有效数字：不订货。';
  }
}

function keptSentence(write: Writer, { keptPrice, outside }: LimitFigures['contradiction']): string {
  const kept = `维持现价${keptPrice === null ? '' : write.price(keptPrice)}`;
  const sides = outside.map((limit) => (limit === 'floor' ? '低于底价' : '高于最高限价'));
  return sides.length === 0 ? `${kept}。` : `${kept}，但该价格本身${sides.join('且')}：须由人工定价。`;
}
