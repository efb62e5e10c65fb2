import {
  type Assignment,
  addDays,
  type Experiment,
  type Market,
  type RunName,
} from '../../lib/domain/index.ts';
import { assignUnits, drawAlone, standsInHoldout } from '../../lib/oversight/index.ts';

/** A SKU or a buyer company as the draw sees it. */
export type DrawnUnit = {
  unit: string;
  /** What it is drawn within. */
  stratum: string;
  /** What shares its draw. */
  cluster: string;
  /** Whether it did something lately: what sleeps joins no experiment. */
  active: boolean;
};

/** What a night's arms are drawn from. */
export type DrawGround = {
  run: RunName;
  market: Market;
  /** Markets that the location serves. */
  locationMarkets: readonly string[];
  /** SKUs of the market, by name. */
  skus: readonly DrawnUnit[];
  /** Asked for where an experiment randomises buyers. */
  buyers: readonly DrawnUnit[];
  /** Those that run, have begun by the day the night decides on, and have force here. */
  experiments: readonly Experiment[];
  /** Share of SKUs that people alone operate. */
  holdoutShare: number;
  /** What an experiment's units were drawn before. */
  drawnBefore: (experiment: string) => readonly Assignment[];
};

/**
 * Draw who operates what after a night. A unit that was drawn keeps its arm while its experiment runs, whatever it does since; one that joins
 * moves no other. The holdout is drawn apart from all experiments, and its SKUs take part in none.
 *
 * @returns a row for each SKU, then the units of experiments of locations and of buyers
 */
export function drawArms(ground: DrawGround): Assignment[] {
  const ofSkus = ground.experiments.find(({ unit }) => unit !== 'buyer');
  const ofBuyers = ground.experiments.find(({ unit }) => unit === 'buyer');
  const drawn = ofSkus === undefined ? [] : drawSkus(ground, ofSkus);
  const byUnit = new Map(drawn.map((row) => [row.unit, row]));
  const here = new Set(ground.skus.map(({ unit }) => unit));
  const gone = drawn.filter(({ unit }) => !here.has(unit));
  const skus = ground.skus.map((sku) => byUnit.get(sku.unit) ?? undrawn(ground, sku));
  const rows = [...skus, ...gone];
  const locations = ofSkus?.unit === 'skuLocation' ? drawn.map((row) => atLocation(row, ground.market)) : [];
  return [...rows, ...locations, ...(ofBuyers === undefined ? [] : drawBuyers(ground, ofBuyers))];
}

function drawSkus(ground: DrawGround, experiment: Experiment): Assignment[] {
  const { locationMarkets, skus } = ground;
  const open = skus.filter((sku) => !holdsOut(ground, sku.cluster));
  const shared = experiment.markets.filter((market) => locationMarkets.includes(market)).length > 1;
  return draw(ground, experiment, { kind: 'sku', units: open, alone: shared });
}

/** Nights of other markets meet the same companies, each without the other's list. */
function drawBuyers(ground: DrawGround, experiment: Experiment): Assignment[] {
  const alone = experiment.markets.length > 1;
  return draw(ground, experiment, { kind: 'customer', units: ground.buyers, alone });
}

type Draw = { kind: 'sku' | 'customer'; units: readonly DrawnUnit[]; alone: boolean };

function draw(
  { run, drawnBefore }: DrawGround,
  experiment: Experiment,
  { kind, units, alone }: Draw,
): Assignment[] {
  const before = drawnBefore(experiment.id).filter((row) => row.kind === kind);
  const known = new Set(before.map(({ unit }) => unit));
  const fresh = units.filter(({ unit, active }) => active && !known.has(unit));
  const armOf = armsOf(experiment, before, { fresh, alone });
  const tomorrow = addDays(run.asOf, 1);
  const since = tomorrow > experiment.start ? tomorrow : experiment.start;
  const joined = fresh.map(({ unit, cluster, stratum }): Assignment => {
    const { arm, stratum: drawnIn } = armOf.get(cluster) ?? { arm: 'ai', stratum };
    return { unit, kind, stratum: drawnIn, holdout: false, experiment: experiment.id, arm, cluster, since };
  });
  return [...before, ...joined];
}

/** The arm of each cluster, and the stratum it was drawn in: the least name among those of its units. */
function armsOf(
  { id, aiShare }: Experiment,
  before: readonly Assignment[],
  { fresh, alone }: { fresh: readonly DrawnUnit[]; alone: boolean },
): Map<string, { arm: 'ai' | 'human'; stratum: string }> {
  const held = new Map(before.map(({ cluster, arm, stratum }) => [cluster, { arm, stratum }]));
  const strata = new Map<string, string>();
  for (const { cluster, stratum } of fresh) {
    const other = strata.get(cluster);
    if (!held.has(cluster) && (other === undefined || stratum < other)) strata.set(cluster, stratum);
  }
  const rule = { salt: id, aiShare };
  if (alone) {
    for (const [cluster, stratum] of strata) held.set(cluster, { arm: drawAlone(cluster, rule), stratum });
    return held;
  }
  const already = [...held].map(([unit, one]) => ({ unit, ...one }));
  const clusters = [...strata].map(([unit, stratum]) => ({ unit, stratum }));
  for (const { unit, arm, stratum } of assignUnits(clusters, already, rule)) held.set(unit, { arm, stratum });
  return held;
}

function holdsOut({ run, holdoutShare }: DrawGround, cluster: string): boolean {
  return standsInHoldout(cluster, run.merchant, holdoutShare);
}

function undrawn(ground: DrawGround, { unit, stratum, cluster }: DrawnUnit): Assignment {
  const holdout = holdsOut(ground, cluster);
  const arm = holdout ? 'human' : 'ai';
  return { unit, kind: 'sku', stratum, holdout, experiment: null, arm, cluster, since: null };
}

const atLocation = (row: Assignment, { location }: Market): Assignment => ({
  ...row,
  unit: `${location}/${row.unit}`,
  kind: 'skuLocation',
});
