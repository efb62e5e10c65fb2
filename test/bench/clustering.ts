import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kMeans } from '../../lib/clustering/index.ts';
import { createRandom, sampleGamma, standardNormal } from '../../lib/numeric/index.ts';

const COLUMNS = 8;
const GROUPS = 12;
const KS = [3, 8, 20] as const;
/** Fits of a size, of which the quickest counts: the first ones compile. */
const repetitions = (rows: number) => (rows <= 10_000 ? 5 : 1);

type Figures = { rows: number; k: number; seconds: number; inertia: number };

/**
 * `node test/bench/clustering.ts [--sizes 1000,10000,100000]`: time and inertia of `kMeans`, one start and one thread, beside
 * scikit-learn's `KMeans` (best of 10 starts, every core) on the same points in one run; alone where there is no scikit-learn.
 */
function main(): void {
  const at = process.argv.indexOf('--sizes');
  const sizes = (at < 0 ? '1000,10000,100000' : (process.argv[at + 1] ?? '')).split(',').map(Number);
  const most = Math.max(...sizes);
  const data = skewedGroups(most);
  const own = sizes.flatMap((rows) => KS.map((k) => measure(data, rows, k)));
  const peers = scikitLearn(data, sizes);
  if (peers.length === 0) console.log("no scikit-learn here (Debian's python3-sklearn): own figures alone");
  for (const { rows, k, seconds, inertia } of own) {
    const peer = peers.find((figures) => figures.rows === rows && figures.k === k);
    console.log(
      `n = ${String(rows).padStart(7)}  k = ${String(k).padStart(2)}  ${seconds.toFixed(4)} s  inertia ${inertia.toPrecision(7)}` +
        (peer === undefined
          ? ''
          : `  ${(seconds / peer.seconds).toFixed(2)} × scikit-learn's time, ${(inertia / peer.inertia).toFixed(5)} × its inertia`),
    );
  }
  const bytes = most * COLUMNS * 8;
  const peak = process.resourceUsage().maxRSS * 1024;
  console.log(
    `peak memory ${(peak / 2 ** 20).toFixed(0)} MiB for ${(bytes / 2 ** 20).toFixed(0)} MiB of points`,
  );
}

function measure(data: Float64Array, rows: number, k: number): Figures {
  const points = { data: data.subarray(0, rows * COLUMNS), rows, columns: COLUMNS };
  let best = { rows, k, seconds: Number.POSITIVE_INFINITY, inertia: 0 };
  for (let run = 0; run < repetitions(rows); run++) {
    const started = performance.now();
    const { inertia } = kMeans(points, { k, seed: 1 });
    const seconds = (performance.now() - started) / 1000;
    if (seconds < best.seconds) best = { rows, k, seconds, inertia };
  }
  return best;
}

/** Twelve groups of uneven size and shape with heavy tails: Student's t with six degrees, correlated. [n × 8] */
function skewedGroups(rows: number): Float64Array {
  const random = createRandom(7);
  const groups = Array.from({ length: GROUPS }, () => ({
    centre: Float64Array.from({ length: COLUMNS }, () => 1.6 * standardNormal(random)),
    mix: Float64Array.from(
      { length: COLUMNS * COLUMNS },
      (_, i) => (i % (COLUMNS + 1) === 0 ? 0.6 : 0) + 0.25 * standardNormal(random),
    ),
  }));
  const data = new Float64Array(rows * COLUMNS);
  const noise = new Float64Array(COLUMNS);
  for (let i = 0; i < rows; i++) {
    const { centre, mix } = groups[Math.floor(GROUPS * random() ** 2)]!;
    const heaviness = Math.sqrt(3 / sampleGamma(random, 3));
    for (let j = 0; j < COLUMNS; j++) noise[j] = heaviness * standardNormal(random);
    for (let j = 0; j < COLUMNS; j++) {
      let value = centre[j]!;
      for (let q = 0; q < COLUMNS; q++) value += mix[q * COLUMNS + j]! * noise[q]!;
      data[i * COLUMNS + j] = value;
    }
  }
  return data;
}

const SCRIPT = `
import json, sys, time
import numpy as np
from sklearn.cluster import KMeans
points = np.fromfile(sys.argv[1]).reshape(-1, ${COLUMNS})
for rows in json.loads(sys.argv[2]):
    for k in json.loads(sys.argv[3]):
        best = None
        for run in range(5 if rows <= 10000 else 1):
            started = time.perf_counter()
            model = KMeans(k, n_init=10, random_state=1).fit(points[:rows])
            seconds = time.perf_counter() - started
            if best is None or seconds < best[0]:
                best = (seconds, model.inertia_)
        print(json.dumps({"rows": rows, "k": k, "seconds": best[0], "inertia": best[1]}))
`;

/** Run scikit-learn on the same bytes. @returns nothing where no python has it */
function scikitLearn(data: Float64Array, sizes: readonly number[]): Figures[] {
  const folder = mkdtempSync(join(tmpdir(), 'tradewind-clustering-'));
  const file = join(folder, 'points.bin');
  writeFileSync(file, new Uint8Array(data.buffer));
  try {
    for (const python of ['/usr/bin/python3', 'python3']) {
      const given = ['-c', SCRIPT, file, JSON.stringify(sizes), JSON.stringify(KS)];
      const { status, stdout } = spawnSync(python, given, { encoding: 'utf8' });
      if (status === 0) return stdout.trim().split('\n').map(readFigures);
    }
    return [];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readFigures(line: string): Figures {
  return JSON.parse(line);
}

main();
