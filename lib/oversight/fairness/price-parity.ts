import { InputError, type PriceSource } from '../../domain/index.ts';

/** A line that was charged. */
export type ChargedLine = {
  market: string;
  sku: string;
  /** Pseudonym. */
  buyer: string;
  /** What makes buyers comparable: how much they buy, and on which terms. */
  volumeBand: string;
  terms: string;
  units: number;
  unitPriceMicros: number;
  /** List price on the day: buyers who bought before and after it moved are compared by what they paid of it. */
  listPriceMicros: number;
  source: PriceSource;
};

/** The widest difference between comparable buyers of a SKU. */
export type ParityGap = {
  market: string;
  sku: string;
  volumeBand: string;
  terms: string;
  buyers: number;
  /** Dearest over cheapest share of the list price, less 1: 0.1 for a tenth more. */
  gap: number;
  dearest: { buyer: string; shareOfList: number; source: PriceSource };
  cheapest: { buyer: string; shareOfList: number; source: PriceSource };
  reason: string;
  /** Nothing that was agreed with either buyer explains the gap. */
  unexplained: boolean;
};

/** Price parity of a market or of several. */
export type ParityReport = {
  /** Groups of two or more comparable buyers. */
  compared: number;
  /** The widest gap; `null` where no two buyers are comparable. */
  largest: ParityGap | null;
  largestUnexplained: ParityGap | null;
  /** Gaps above the limit that nothing explains, widest first. */
  alarms: ParityGap[];
};

/**
 * Compare what comparable buyers (same market, SKU, volume band and terms) paid, as a share of the list price of the day.
 *
 * A contract, a quote, a quantity break, a promotion or a price test explains a gap. Among buyers without one any gap is unexplained, also
 * one that is narrower than an explained one beside it; two price groups explain nothing, since volume and terms are alike.
 *
 * @param limit - gap above which an unexplained one is an alarm, set by the merchant; 0.1 is a tenth
 * @throws InputError when a price or a quantity is not above 0
 */
export function comparePrices(lines: readonly ChargedLine[], limit: number): ParityReport {
  const groups = groupLines(lines).map((group) => ({ group, paid: paidByBuyer(group) }));
  const widest = (gaps: ParityGap[]) => gaps.sort((a, b) => b.gap - a.gap);
  const all = widest(groups.flatMap(({ group, paid }) => gapOf(group, paid) ?? []));
  const bare = groups.map(({ group, paid }) => ({
    group,
    paid: paid.filter(({ source }) => !EXPLAINS.has(source)),
  }));
  const unexplained = widest(bare.flatMap(({ group, paid }) => gapOf(group, paid) ?? [])).filter(
    ({ gap }) => gap > 0,
  );
  return {
    compared: all.length,
    largest: all[0] ?? null,
    largestUnexplained: unexplained[0] ?? null,
    alarms: unexplained.filter(({ gap }) => gap > limit),
  };
}

function groupLines(lines: readonly ChargedLine[]): ChargedLine[][] {
  lines.forEach(({ sku, units, unitPriceMicros, listPriceMicros }, place) => {
    if (!(units > 0 && unitPriceMicros > 0 && listPriceMicros > 0))
      throw new InputError(
        `line ${place} (${sku}): ${units} units at ${unitPriceMicros} of ${listPriceMicros} micros: numbers above 0 are needed`,
      );
  });
  const alike = Map.groupBy(lines, ({ market, sku, volumeBand, terms }) =>
    JSON.stringify([market, sku, volumeBand, terms]),
  );
  return [...alike.values()];
}

type Paid = { buyer: string; shareOfList: number; source: PriceSource };

function gapOf(lines: readonly ChargedLine[], paid: readonly Paid[]): ParityGap | null {
  const [cheapest, dearest] = [paid.at(0), paid.at(-1)];
  const first = lines[0];
  if (paid.length < 2 || !cheapest || !dearest || !first) return null;
  const { market, sku, volumeBand, terms } = first;
  const gap = dearest.shareOfList / cheapest.shareOfList - 1;
  const unexplained = gap > 0 && !EXPLAINS.has(dearest.source) && !EXPLAINS.has(cheapest.source);
  const reason = explain({ gap, dearest, cheapest, unexplained });
  return { market, sku, volumeBand, terms, buyers: paid.length, gap, dearest, cheapest, reason, unexplained };
}

/** What was agreed with a buyer, depends on the order, or was drawn by chance. */
const EXPLAINS: ReadonlySet<PriceSource> = new Set([
  'contract',
  'quote',
  'quantityBreak',
  'promotion',
  'priceTest',
]);

/** Each buyer's mean share of the list price over its units, cheapest first, with the source of most of them. */
function paidByBuyer(lines: readonly ChargedLine[]): Paid[] {
  const sums = new Map<string, { list: number; paid: number; bySource: Map<PriceSource, number> }>();
  for (const { buyer, units, unitPriceMicros, listPriceMicros, source } of lines) {
    const sum = sums.get(buyer) ?? { list: 0, paid: 0, bySource: new Map() };
    sum.paid += units * unitPriceMicros;
    sum.list += units * listPriceMicros;
    sum.bySource.set(source, (sum.bySource.get(source) ?? 0) + units);
    sums.set(buyer, sum);
  }
  return [...sums]
    .map(([buyer, { paid, list, bySource }]) => {
      const [[source] = ['list' as const]] = [...bySource].sort(([, a], [, b]) => b - a);
      return { buyer, shareOfList: paid / list, source };
    })
    .sort((a, b) => a.shareOfList - b.shareOfList || (a.buyer < b.buyer ? -1 : 1));
}

const WORDS: Readonly<Record<PriceSource, string>> = {
  list: 'the list price',
  priceGroup: 'its price group',
  quantityBreak: 'a quantity break',
  contract: 'a contract',
  quote: 'a quote',
  promotion: 'a promotion',
  priceTest: 'a price test',
};

function explain({
  gap,
  dearest,
  cheapest,
  unexplained,
}: Pick<ParityGap, 'gap' | 'dearest' | 'cheapest' | 'unexplained'>): string {
  if (gap === 0) return 'all paid alike';
  const how = `the cheapest bought by ${WORDS[cheapest.source]}, the dearest by ${WORDS[dearest.source]}`;
  return unexplained ? `${how}: nothing that was agreed explains it` : how;
}
