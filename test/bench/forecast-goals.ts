import { type MeasuredSet, meanOf, owaOf, type Row } from './measured-sets.ts';
import { bootstrapError } from './paired-bootstrap.ts';

/** One goal, what was found, and by how much it is met (above 0) or missed (below). */
export type Goal = { what: string; found: string; room: number };

/** OWA of Theta as submitted to the M3 competition, on all series of these files. */
const THETA_SUBMITTED: Record<string, number> = {
  m3_monthly: 0.824,
  m3_quarterly: 0.904,
  m3_yearly: 0.963,
  m3_other: 0.662,
};
const LEAD_OVER_THETA = 0.02;
const LAG_BEHIND_COMB3 = 0.03;
const ENOUGH_ANCHORED = 40;
const ENOUGH_FOR_COVERAGE = 51;
const CARPARTS = 'carparts_intermittent';

/** Compare what was measured with the goals that concern accuracy: every line with the standard error of its figure. */
export function goalsOf(sets: readonly MeasuredSet[]): Goal[] {
  const smooth = sets.filter(({ name }) => name !== CARPARTS);
  return [
    ...goalAgainstComb3(smooth),
    ...goalsAgainstTheta(smooth),
    ...goalsSetBySet(smooth),
    ...sets.filter(({ name }) => name === CARPARTS).flatMap(goalsOfCarparts),
    ...smooth.filter(({ rows }) => rows.length >= ENOUGH_FOR_COVERAGE).flatMap(goalsOfCoverage),
    ...smooth.flatMap(goalsOfMsis),
    ...goalsOfTime(sets),
  ];
}

/** Rows that a peer was run on. */
export function rowsWith(rows: readonly Row[], peer: string): Row[] {
  return rows.filter((row) => row.peers[peer]);
}

/** How much larger the default forecast's OWA is than a peer's, on the rows that have both. */
export function owaBehind(rows: readonly Row[], peer: string): number {
  return owaOf(rows, ({ own }) => own) - owaOf(rows, ({ peers }) => peers[peer]);
}

function goalAgainstComb3(sets: readonly MeasuredSet[]): Goal[] {
  const groups = sets.map(({ rows }) => rowsWith(rows, 'comb3')).filter((rows) => rows.length > 0);
  const rows = groups.flat();
  if (rows.length === 0) return [];
  const behind = owaBehind(rows, 'comb3');
  const error = bootstrapError(groups, (drawn) => owaBehind(drawn, 'comb3'));
  return [
    {
      what: `pooled OWA below comb3 on ${rows.length} sampled series`,
      found: `${owaOf(rows, ({ own }) => own).toFixed(4)}, ${signed(behind)} ± ${error.toFixed(4)}`,
      room: -behind,
    },
  ];
}

function goalsAgainstTheta(sets: readonly MeasuredSet[]): Goal[] {
  const files = sets.filter(({ name }) => THETA_SUBMITTED[name] !== undefined);
  const goals = files.map(({ name, rows }) => {
    const own = owaOf(rows, (row) => row.own);
    const error = bootstrapError([rows], (drawn) => owaOf(drawn, (row) => row.own));
    const theta = THETA_SUBMITTED[name] ?? Number.NaN;
    return {
      what: `${name}: .02 below Theta's submission (${theta})`,
      found: `${own.toFixed(4)} ± ${error.toFixed(4)}`,
      room: theta - LEAD_OVER_THETA - own,
      weight: rows.length,
      theta,
      own,
    };
  });
  if (goals.length < Object.keys(THETA_SUBMITTED).length) return goals;
  // The submission's errors are known a file, not a series: the files' OWA, weighed by their series, is what can be pooled.
  const total = goals.reduce((sum, { weight }) => sum + weight, 0);
  const pool = (of: 'theta' | 'own') => goals.reduce((sum, goal) => sum + goal.weight * goal[of], 0) / total;
  return [
    {
      what: `M3 by its four files: .02 below Theta's submission (${pool('theta').toFixed(4)})`,
      found: pool('own').toFixed(4),
      room: pool('theta') - LEAD_OVER_THETA - pool('own'),
    },
    ...goals,
  ];
}

function goalsSetBySet(sets: readonly MeasuredSet[]): Goal[] {
  return sets.flatMap(({ name, rows }) => {
    const anchored = rowsWith(rows, 'comb3');
    if (anchored.length < ENOUGH_ANCHORED) return [];
    const behind = owaBehind(anchored, 'comb3');
    const error = bootstrapError([anchored], (drawn) => owaBehind(drawn, 'comb3'));
    const found = `${signed(behind)} ± ${error.toFixed(4)}`;
    return [{ what: `${name}: no worse than comb3 by .03`, found, room: LAG_BEHIND_COMB3 - behind }];
  });
}

function goalsOfCarparts({ rows }: MeasuredSet): Goal[] {
  const sampled = rowsWith(rows, 'tsb');
  const own = (part: readonly Row[], key: 'rmsse' | 'spl') => meanOf(part.map((row) => row.own[key]));
  const behindTsb = (part: readonly Row[]) =>
    own(part, 'rmsse') - meanOf(part.map(({ peers }) => peers.tsb?.rmsse));
  const behindZero = (part: readonly Row[]) =>
    own(part, 'rmsse') - meanOf(part.map(({ peers }) => peers.zero?.rmsse));
  const bias = (part: readonly Row[]) =>
    meanOf(part.map((row) => row.foretold)) / meanOf(part.map((row) => row.came)) - 1;
  const parts = [sampled, rows].filter(
    (part, i) => part.length > 0 && (i === 0 || part.length > sampled.length),
  );
  const many = (part: readonly Row[]) => `carparts, ${part.length} series`;
  const againstTsb = {
    what: `${many(sampled)}: RMSSE no more than TSB's + .005`,
    found: `${own(sampled, 'rmsse').toFixed(4)}, ${signed(behindTsb(sampled))} ± ${bootstrapError([sampled], behindTsb).toFixed(4)}`,
    room: 0.005 - behindTsb(sampled),
  };
  const againstZero = {
    what: `${many(sampled)}: RMSSE below always-zero's`,
    found: `${signed(behindZero(sampled))} ± ${bootstrapError([sampled], behindZero).toFixed(4)}`,
    room: -behindZero(sampled),
  };
  return [
    ...(sampled.length > 0 ? [againstTsb, againstZero] : []),
    ...parts.flatMap((part) => [
      {
        what: `${many(part)}: scaled pinball at most .42`,
        found: `${own(part, 'spl').toFixed(4)} ± ${bootstrapError([part], (drawn) => own(drawn, 'spl')).toFixed(4)}`,
        room: 0.42 - own(part, 'spl'),
      },
      {
        what: `${many(part)}: bias of the mean within ± 10 %`,
        found: `${signed(bias(part))} ± ${bootstrapError([part], bias).toFixed(4)}`,
        room: 0.1 - Math.abs(bias(part)),
      },
    ]),
  ];
}

function goalsOfCoverage({ name, rows }: MeasuredSet): Goal[] {
  const bands = [
    { key: 'cov80', level: 0.8, width: 0.03 },
    { key: 'cov95', level: 0.95, width: 0.02 },
  ] as const;
  return bands.map(({ key, level, width }) => {
    const coverage = (part: readonly Row[]) => meanOf(part.map(({ own }) => own[key]));
    const error = bootstrapError([rows], coverage);
    const low = (level - width).toFixed(2);
    const high = (level + width).toFixed(2);
    return {
      what: `${name}: ${100 * level} % covers ${low}–${high}, two standard errors allowed`,
      found: `${coverage(rows).toFixed(3)} ± ${error.toFixed(3)}`,
      room: width + 2 * error - Math.abs(coverage(rows) - level),
    };
  });
}

function goalsOfMsis({ name, rows }: MeasuredSet): Goal[] {
  const anchored = rowsWith(rows, 'ets');
  if (anchored.length === 0) return [];
  const behind = (part: readonly Row[]) =>
    meanOf(part.map(({ own }) => own.msis95)) / meanOf(part.map(({ peers }) => peers.ets?.msis95)) - 1;
  return [
    {
      what: `${name}: MSIS below ets on ${anchored.length} sampled series`,
      found: `${signed(behind(anchored))} ± ${bootstrapError([anchored], behind).toFixed(4)} of it`,
      room: -behind(anchored),
    },
  ];
}

function goalsOfTime(sets: readonly MeasuredSet[]): Goal[] {
  const goals = { m3_monthly: 3, nn5_daily: 15 };
  return sets.flatMap(({ name, rows }) => {
    const most = goals[name as keyof typeof goals];
    if (most === undefined) return [];
    const ms = meanOf(rows.map(({ cpuMs }) => cpuMs));
    return [{ what: `${name}: at most ${most} ms of CPU a series`, found: ms.toFixed(2), room: most - ms }];
  });
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}
