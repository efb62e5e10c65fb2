import { clusterBootstrap, createRandom } from '../../lib/numeric/index.ts';
import { collusionGain, monopolyPrice, nashPrice, profitAt } from './duopoly.ts';
import { playQLearners, selfPlay } from './self-play.ts';

// usage: npm run bench:collusion

const RUNS = 20;
const PERIODS = 2_000_000;

const [nash, monopoly] = [nashPrice(), monopolyPrice()];
console.log(
  `Two sellers, logit demand, a − c = 1, μ = .25, a₀ = 0: Nash price ${nash.toFixed(4)} (profit ${profitAt(nash, nash).toFixed(4)}), monopoly ${monopoly.toFixed(4)} (${profitAt(monopoly, monopoly).toFixed(4)}).`,
);
console.log(`Both at cost + 5 %: Δ = ${collusionGain(profitAt(1.05, 1.05)).toFixed(2)}.\n`);
for (const memoryWeeks of [104, 52])
  for (const weeks of [520, 1040])
    report(`our price rule, ${weeks} weeks, of which it sees the last ${memoryWeeks}`, (seed) =>
      selfPlay({ seed, weeks, memoryWeeks }),
    );
report(`two plain Q-learners, ${PERIODS} periods`, (seed) => playQLearners({ seed, periods: PERIODS }));

function report(name: string, play: (seed: number) => number): void {
  const began = process.cpuUsage();
  const gains = Array.from({ length: RUNS }, (_, seed) => play(seed + 1));
  const { user, system } = process.cpuUsage(began);
  const clusters = gains.map((total) => ({ total, size: 1 }));
  const { mean, lower, upper } = clusterBootstrap(clusters, { level: 0.9, random: createRandom(1) });
  console.log(
    `${name}: collusion gain Δ ${mean.toFixed(3)} on average (${lower.toFixed(3)} to ${upper.toFixed(3)}, 90 %), ${Math.min(...gains).toFixed(3)} to ${Math.max(...gains).toFixed(3)} over ${RUNS} runs; ${((user + system) / 1e6).toFixed(0)} s of processor time`,
  );
}
