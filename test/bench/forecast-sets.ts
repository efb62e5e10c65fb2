import { goalsOf, owaBehind, rowsWith } from './forecast-goals.ts';
import { type MeasuredSet, meanOf, measureSets, owaOf, type Row } from './measured-sets.ts';
import { bootstrapError } from './paired-bootstrap.ts';
import { sharedFolder } from './shared-folder.ts';

const PEERS = ['theta', 'ets', 'arima', 'comb3'] as const;

/**
 * `npm run bench:forecast [-- set,set … --all | --sampled]`: score the default forecast on the shared sets beside the figures of
 * R's forecast package on the series it was run on, then compare with the goals.
 *
 * `--all`, the default, measures every series of a file; `--sampled` those alone that R was run on.
 */
async function main(): Promise<void> {
  const shared = sharedFolder('data/forecast');
  if (shared === null) return;
  const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const sets = await measureSets(shared, {
    names: asked.flatMap((list) => list.split(',')),
    onlySampled: process.argv.includes('--sampled'),
  });
  for (const set of sets) if (set.rows.length > 0) printSet(set);
  console.log('\nGoals');
  for (const { what, found, room } of goalsOf(sets)) {
    const verdict = room >= 0 ? 'met, with' : 'MISSED BY';
    console.log(`${verdict} ${Math.abs(room).toFixed(4)}  ${what}: ${found}`);
  }
}

function printSet({ name, rows }: MeasuredSet): void {
  const owa = (part: readonly Row[]) => owaOf(part, ({ own }) => own).toFixed(3);
  const half = (remainder: number) => rows.filter((_, i) => i % 2 === remainder);
  const average = (key: keyof Row['own']) => meanOf(rows.map(({ own }) => own[key])).toFixed(3);
  console.log(
    `${name.padEnd(22)} n=${String(rows.length).padStart(3)}  OWA ${owa(rows)} (even ${owa(half(0))}, odd ${owa(half(1))})  ` +
      `80 % ${average('cov80')}  95 % ${average('cov95')}  RMSSE ${average('rmsse')}  MSIS ${average('msis95')}  ` +
      `pinball ${average('spl')}  ${meanOf(rows.map(({ cpuMs }) => cpuMs)).toFixed(1)} ms of CPU`,
  );
  const figures = PEERS.flatMap((peer) => {
    const anchored = rowsWith(rows, peer);
    if (anchored.length === 0) return [];
    return [`${peer} ${owaOf(anchored, ({ peers }) => peers[peer]).toFixed(3)}`];
  });
  const anchored = rowsWith(rows, 'comb3');
  if (anchored.length === 0) return;
  const error = bootstrapError([anchored], (drawn) => owaBehind(drawn, 'comb3'));
  console.log(
    `${' '.repeat(22)} on ${anchored.length} sampled: own ${owa(anchored)}  ${figures.join('  ')}  ` +
      `own − comb3 ${owaBehind(anchored, 'comb3').toFixed(3)} ± ${error.toFixed(3)}`,
  );
}

await main();
