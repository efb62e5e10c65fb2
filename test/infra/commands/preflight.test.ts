import { describe, expect, test } from '@jest/globals';
import { estimateMonthlyCost, STANDING } from '../../../infra/commands/estimate-cost.ts';
import { LIST_PRICES } from '../../../infra/commands/list-prices.ts';
import { type Account, checkAccount, preflight } from '../../../infra/commands/preflight.ts';

const anAccount = (more: Partial<Account> = {}): Account => ({
  bucketNames: async () => ['cdk-hnb659fds-assets-111122223333-eu-central-1', 'holiday-pictures'],
  concurrency: async () => 1000,
  ...more,
});
const offline = async () => {
  throw new Error('Could not load credentials from any providers. More words');
};

describe('checkAccount', () => {
  test('passes a region that has the CDK’s bucket and room for its functions', async () => {
    const checks = await checkAccount(['eu-central-1'], anAccount());

    expect(checks.map(({ kind }) => kind)).toEqual(['passed', 'passed']);
  });

  test('names the command for a region that was not bootstrapped', async () => {
    const [check] = await checkAccount(['us-east-1'], anAccount());

    expect(check).toMatchObject({
      kind: 'failed',
      detail: 'run: npx cdk bootstrap aws://<account>/us-east-1',
    });
  });

  test.each([
    [5, 'failed', /^5, 10 are needed: raise the quota/],
    [10, 'passed', /^10: enough for one market's night; for more at once raise the quota/],
    [30, 'passed', /-c lambdaQuota=30 to use it; raise the quota .* to 50/],
    [1000, 'passed', /^1000: deploy with -c lambdaQuota=1000 to use it$/],
  ])('tells an account that may run %i functions at once what to do', async (limit, kind, detail) => {
    const [, check] = await checkAccount(['eu-central-1'], anAccount({ concurrency: async () => limit }));

    expect(check?.kind).toBe(kind);
    expect(check?.detail).toMatch(detail);
  });

  test('says what it could not ask, and why', async () => {
    const checks = await checkAccount(['eu-central-1'], { bucketNames: offline, concurrency: offline });

    expect(checks.map(({ kind }) => kind)).toEqual(['not checked', 'not checked']);
    expect(checks[0]?.detail).toBe('Could not load credentials from any providers');
  });
});

describe('estimateMonthlyCost', () => {
  const nothing = {
    regions: 1,
    series: 0,
    rowsPerNight: 0,
    requests: 0,
    storedGb: 0,
    machineClients: 0,
  };
  const total = (workload: Parameters<typeof estimateMonthlyCost>[0]) =>
    estimateMonthlyCost(workload).reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);

  test('asks for what stands there when nothing happens: two keys, two secrets, 36 alarms, a dashboard', () => {
    expect(total(nothing)).toBeCloseTo(2 * 1 + 2 * 0.4 + 36 * 0.1 + 3, 10);
    expect(STANDING.alarms * LIST_PRICES.alarmMonth).toBeCloseTo(3.6, 10);
  });

  test('adds one client at its monthly price and 720 tokens', () => {
    expect(total({ ...nothing, machineClients: 1 }) - total(nothing)).toBeCloseTo(6 + 720 * 0.00225, 10);
  });

  test('grows with each thing that is done', () => {
    for (const key of ['series', 'rowsPerNight', 'requests', 'storedGb', 'regions'] as const)
      expect(total({ ...nothing, [key]: 1e9 })).toBeGreaterThan(total(nothing) + 1);
  });

  test('puts the largest line first', () => {
    const costs = estimateMonthlyCost({ ...nothing, series: 1e6 }).map(({ usdPerMonth }) => usdPerMonth);

    expect(costs).toEqual([...costs].sort((left, right) => right - left));
  });
});

describe('preflight', () => {
  test('prints the cost and its assumptions without any account, and fails nothing', async () => {
    const lines: string[] = [];

    const passed = await preflight(
      ['--series', '5000'],
      { bucketNames: offline, concurrency: offline },
      (line) => {
        lines.push(line);
      },
    );

    expect(passed).toBe(true);
    expect(lines.join('\n')).toMatch(/for 5000 series[\s\S]*USD {2}in all; an estimate/);
  });

  test('fails when a region lacks something', async () => {
    expect(await preflight([], anAccount(), () => undefined)).toBe(false);
  });

  test.each([[['--serious', '1']], [['--series', 'many']], [['--series', '-1']], [['somewhere']]])(
    'explains itself on %j',
    async (words) => {
      await expect(preflight(words, anAccount(), () => undefined)).rejects.toThrow(/npm run preflight/);
    },
  );
});
