/** A market of two sellers with logit demand, of Calvano, Calzolari, Denicolò & Pastorello (2020, §III.A, American Economic Review 110). */
export const DUOPOLY = {
  /** Quality of each product, a. */
  quality: 2,
  /** Of buying nothing, a₀. */
  outside: 0,
  /** How far products differ, μ. */
  spread: 0.25,
  unitCost: 1,
} as const;

/** Share of buyers that each seller serves at two prices: q_i = exp((a − p_i) / μ) / (Σ_j exp((a − p_j) / μ) + exp(a₀ / μ)). */
export function sharesAt(prices: readonly [number, number]): [number, number] {
  const { quality, outside, spread } = DUOPOLY;
  const [one, other] = [Math.exp((quality - prices[0]) / spread), Math.exp((quality - prices[1]) / spread)];
  const all = one + other + Math.exp(outside / spread);
  return [one / all, other / all];
}

/** Profit of the first seller per buyer. */
export const profitAt = (own: number, rival: number): number =>
  (own - DUOPOLY.unitCost) * sharesAt([own, rival])[0];

/** The price at which neither gains by another one: repeated best responses. */
export function nashPrice(): number {
  let price = 1.5;
  for (let round = 0; round < 200; round++) {
    const rival = price;
    price = bestPrice((own) => profitAt(own, rival));
  }
  return price;
}

/** The price that two sellers under one roof would charge. */
export const monopolyPrice = (): number => bestPrice((price) => profitAt(price, price));

/** Where competition lies at 0 and the monopoly at 1 (Calvano et al. 2020, eq. 9): Δ = (π − π_N) / (π_M − π_N). */
export function collusionGain(profit: number): number {
  const nash = nashPrice();
  const monopoly = monopolyPrice();
  const competing = profitAt(nash, nash);
  return (profit - competing) / (profitAt(monopoly, monopoly) - competing);
}

/** Find the top of a function with one peak between cost and three times the quality, by golden section. */
function bestPrice(worth: (price: number) => number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high]: [number, number] = [DUOPOLY.unitCost, 3 * DUOPOLY.quality];
  while (high - low > 1e-10) {
    const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (worth(left) < worth(right)) low = left;
    else high = right;
  }
  return (low + high) / 2;
}
