import { type CountingFits, fitCounting } from './counting-fits.ts';
import { type ChanceScores, judgeChances } from './judge-chances.ts';
import { fitLogisticLine, type LogisticLine } from './logistic-line.ts';
import { buyersBefore, firstDayOf, type OrderHistory, orderedWithin } from './order-history.ts';
import { candidateLogOdds, PURCHASE_MODELS, type PurchaseModel } from './purchase-candidates.ts';

/** How the models did on past windows of one length, and which one serves therefore. */
export type PurchaseBacktest = {
  durationDays: number;
  serves: PurchaseModel;
  /** Past moments from which a window was foretold, oldest first; none where the history is too short. */
  moments: number[];
  /** Buyers foretold, over all windows. */
  buyers: number;
  /** Each model's scores over all windows, best log loss first; empty without windows. */
  models: (ChanceScores & { model: PurchaseModel })[];
  /** Turns the serving model's log-odds into those that held in the windows. */
  calibration: LogisticLine;
};

/** Fits by moment, shared by the windows of every length. */
export type FitsAt = (moment: number) => CountingFits;

const STEP_DAYS = 30;
const MOST_WINDOWS = 4;
const LEAST_HISTORY_DAYS = 30;
const LEAST_BUYERS = 20;
/** Buyers of a window, at most. */
const MOST_BUYERS = 5_000;
/** Without a backtest to say better: it errs least where little is known. */
const FALLBACK: PurchaseModel = 'nbd';

/** Keep the counting models of each moment, so that none is fitted twice. */
export function keepFits(history: OrderHistory): FitsAt {
  const kept = new Map<number, CountingFits>();
  return (moment) => {
    const fits = kept.get(moment) ?? fitCounting(history, moment);
    kept.set(moment, fits);
    return fits;
  };
}

/**
 * Foretell past windows with what was known then, and let the model with the least log loss serve.
 *
 * Windows end by `moment`, 30 days apart, at most four; each model is fitted anew before each. Only models that could be
 * fitted before every window are compared: with a short history the learner drops out, and windows before which it could not
 * learn are left out once it could before others. Ties go to the simpler model.
 *
 * @param moment - the first day not seen; one buyer at least has ordered before it
 */
export function backtestPurchases(
  history: OrderHistory,
  moment: number,
  durationDays: number,
  fitsAt: FitsAt,
): PurchaseBacktest {
  const all = pastMoments(history, moment, durationDays).map((past) => {
    const buyers = buyersBefore(history, past, MOST_BUYERS);
    const told = candidateLogOdds(history, buyers, { moment: past, durationDays }, fitsAt(past));
    return { past, told, answers: orderedWithin(history, buyers, past, durationDays) };
  });
  const learnt = all.filter(({ told }) => told.has('learner'));
  const windows = learnt.length > 0 ? learnt : all;
  if (windows.length === 0)
    return {
      ...{ durationDays, serves: FALLBACK, moments: [], buyers: 0, models: [] },
      calibration: { intercept: 0, slope: 1 },
    };
  const answers = Uint8Array.from(windows.flatMap((window) => [...window.answers]));
  const scoresOf = (model: PurchaseModel) =>
    Float64Array.from(windows.flatMap(({ told }) => [...(told.get(model) ?? [])]));
  const models = PURCHASE_MODELS.filter((model) => windows[0]?.told.has(model))
    .map((model) => ({ model, ...judgeChances(scoresOf(model), answers) }))
    .sort((a, b) => a.logLoss - b.logLoss);
  const serves = models[0]?.model ?? FALLBACK;
  return {
    ...{ durationDays, serves, models },
    moments: windows.map(({ past }) => past),
    buyers: answers.length,
    calibration: drawnIn(fitLogisticLine(scoresOf(serves), answers), windows.length, durationDays),
  };
}

/**
 * Draw a line towards no change by one window's worth: what past windows have in common is the model's error, what they
 * differ in is the season, and windows that overlap tell less.
 */
function drawnIn({ intercept, slope }: LogisticLine, windows: number, durationDays: number): LogisticLine {
  const apart = 1 + ((windows - 1) * STEP_DAYS) / durationDays;
  const share = apart / (apart + 1);
  return { intercept: share * intercept, slope: 1 + share * (slope - 1) };
}

/** Oldest first. */
function pastMoments(history: OrderHistory, moment: number, durationDays: number): number[] {
  const first = firstDayOf(history) + LEAST_HISTORY_DAYS;
  const moments: number[] = [];
  for (let past = moment - durationDays; past >= first && moments.length < MOST_WINDOWS; past -= STEP_DAYS)
    if (buyersBefore(history, past).length >= LEAST_BUYERS) moments.unshift(past);
  return moments;
}
