import { planExperiment } from '../../lib/oversight/index.ts';
import { type NightWorld, runNights } from './oversight-nights.ts';
import { runTrial, type TrialWorld } from './oversight-trial.ts';

// usage: npm run bench:oversight [-- --tests 2000] [--nights]: the nights alone

const at = process.argv.indexOf('--tests');
const TESTS = at < 0 ? 2000 : Number(process.argv[at + 1]);
const DAYS = 28;
const EVERY_DAY = Array.from({ length: DAYS }, (_, day) => day + 1);
const METRIC = { metric: 'revenue', winsorise: false } as const;

const WORLDS: readonly { name: string; world: TrialWorld }[] = [
  { name: '60 buyers', world: aWorld(30, {}) },
  { name: '200 buyers, pre-period', world: aWorld(100, { before: 0.8 }) },
  { name: '24 SKUs, most of the variance theirs', world: aWorld(12, { icc: 0.6 }) },
  { name: '60 buyers, money of skewness 2, weekly', world: aWorld(30, { icc: 0.5, skewed: true }) },
];

/** Without a difference, looked at each day: share of tests that ever said better or worse. */
function falsePositives(): void {
  console.log(
    `A/A tests of ${DAYS} days, ${TESTS} each, looked at each day from the first: share ever called, standard error`,
  );
  for (const { name, world } of WORLDS) {
    // drawing the arms anew costs a hundred times as much as CR2
    const tests = Math.ceil(TESTS / (world.skewed ? 20 : 1));
    const few = Math.ceil(tests / 5);
    const looks = world.skewed ? EVERY_DAY.filter((day) => day % 7 === 0) : EVERY_DAY;
    const shareWith = (options: { looks: 'any' | 'once' }, count: number) =>
      shareOf(count, (seed) => {
        const chosen = { ...METRIC, minimalEffect: 1, ...options };
        return runTrial(world, { seed, looks, options: chosen }).day !== null;
      });
    console.log(
      `  ${name.padEnd(38)} always valid ${percent(shareWith({ looks: 'any' }, tests), tests)}   a fixed interval, peeked at ${percent(shareWith({ looks: 'once' }, few), few)}`,
    );
  }
}

/** With the minimal effect, looked at by plan: share of tests that said better, beside what the plan said. */
function power(): void {
  console.log(`\npower, ${TESTS} tests each: as planned, as simulated, difference in points`);
  for (const [name, units, design] of DESIGNS) {
    const plan = planExperiment({ units, minimumWeeks: 2, mostWeeks: 8, ...design });
    const world: TrialWorld = {
      ...{ unitsPerArm: units / 2, days: 7 * plan.weeks, icc: design.icc, standardDeviation: 4 },
      ...{ effect: design.minimalEffect, before: design.preperiodCorrelation ?? 0 },
    };
    const weeks = Array.from({ length: plan.weeks }, (_, week) => 7 * (week + 1)).slice(1);
    const looks = design.looks === 'once' ? [7 * plan.weeks] : weeks;
    const options = { ...METRIC, minimalEffect: design.minimalEffect, looks: design.looks };
    const shown = shareOf(TESTS, (seed) => runTrial(world, { seed, looks, options }).verdict === 'better');
    const points = (100 * (shown - plan.power)).toFixed(1);
    console.log(
      `  ${name.padEnd(38)} ${plan.kind}, ${plan.weeks} weeks of ${units} units: ${percent(plan.power, 0)}  ${percent(shown, TESTS)}  ${points}`,
    );
  }
}

const NIGHT_WORLDS: readonly [string, NightWorld, number][] = [
  ['60 SKUs', aNightWorld({}), 1],
  ['60 SKUs, margin guarded', aNightWorld({ guarded: true }), 10],
  ['200 SKUs, most of the variance theirs', aNightWorld({ units: 200, icc: 0.8 }), 1],
  ['60 SKUs, levels of skewness 2', aNightWorld({ icc: 0.6, skewed: true }), 10],
];
const NIGHT_DESIGNS: readonly [string, NightWorld][] = [
  ['120 SKUs, 4 weeks', aNightWorld({ units: 120, effect: 8 })],
  ['60 SKUs, 6 weeks', aNightWorld({ units: 60, effect: 9.5, weeks: 6 })],
  ['200 SKUs, most theirs, 2 weeks', aNightWorld({ units: 200, icc: 0.8, effect: 5.5, weeks: 2 })],
];

/** Through the code of the nights: arms drawn by `plan`, a look by `report` every night, ended as it ends them. */
function nights(): void {
  console.log(
    `\nevery night of the product, A/A tests of ${DAYS} days: share ever called better or worse, by effect or guard`,
  );
  for (const [name, world, dear] of NIGHT_WORLDS) {
    const tests = Math.ceil(TESTS / dear);
    const share = shareOf(tests, (seed) => runNights(world, seed).calledOn !== null);
    console.log(`  ${name.padEnd(38)} ${percent(share, tests)} of ${tests}`);
  }
  console.log('\npower every night: promised by the plan from the units’ own half-year, shown, points');
  for (const [name, world] of NIGHT_DESIGNS) {
    let promised = 0;
    const shown = shareOf(TESTS, (seed) => {
      const outcome = runNights(world, seed, { plan: true });
      promised += outcome.promised / TESTS;
      return outcome.verdict === 'better';
    });
    const points = (100 * (shown - promised)).toFixed(1);
    console.log(`  ${name.padEnd(38)} ${percent(promised, 0)}  ${percent(shown, TESTS)}  ${points}`);
  }
}

function aNightWorld(change: Partial<NightWorld>): NightWorld {
  return { units: 60, standardDeviation: 30, icc: 0.5, effect: 0, weeks: DAYS / 7, ...change };
}

type Chosen = {
  minimalEffect: number;
  standardDeviation: number;
  icc: number;
  observationsPerWeek: number;
  preperiodCorrelation?: number;
  looks: 'any' | 'once';
};
const daily = { standardDeviation: 4, observationsPerWeek: 7 };
const DESIGNS: readonly [string, number, Chosen][] = [
  ['a single look', 120, { ...daily, icc: 0.1, minimalEffect: 0.8, looks: 'once' }],
  ['any look', 120, { ...daily, icc: 0.1, minimalEffect: 1.2, looks: 'any' }],
  ['any look, few units', 24, { ...daily, icc: 0.1, minimalEffect: 2.8, looks: 'any' }],
  [
    'any look, pre-period',
    100,
    { ...daily, icc: 0.3, preperiodCorrelation: 0.8, minimalEffect: 1.4, looks: 'any' },
  ],
];

function aWorld(unitsPerArm: number, change: Partial<TrialWorld>): TrialWorld {
  return { unitsPerArm, days: DAYS, icc: 0.1, standardDeviation: 4, effect: 0, ...change };
}

function shareOf(tests: number, happens: (seed: number) => boolean): number {
  let count = 0;
  for (let seed = 1; seed <= tests; seed++) if (happens(seed)) count++;
  return count / tests;
}

function percent(share: number, tests: number): string {
  const error = tests > 0 ? ` ± ${(100 * Math.sqrt((share * (1 - share)) / tests)).toFixed(1)}` : '';
  return `${(100 * share).toFixed(1)} %${error}`;
}

if (!process.argv.includes('--nights')) {
  falsePositives();
  power();
}
nights();
