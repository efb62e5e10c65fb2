import { describe, expect, test } from '@jest/globals';
import aslValidator from 'asl-validator';
import { parseAs, reportEventSchema } from '../../lib/domain/index.ts';
import { failedRunRequestSchema } from '../../lib/domain/run.ts';
import { definitionOf, planned, runNightly, told } from './run-nightly.ts';
import { allTemplates, type Json, onlyOne } from './synthesised.ts';

describe.each(allTemplates())('the state machine in %s', (_region, template) => {
  test('is valid Amazon States Language', () => {
    const { isValid, errorsText } = aslValidator(definitionOf(template));

    expect(isValid ? '' : errorsText('\n')).toBe('');
  });

  test('reads the manifest from the lake and works on as many shards at once as a new account has room for', () => {
    const { ForecastAndSegment, LearnAllShards } = definitionOf(template).States;
    const maps = [ForecastAndSegment.Branches[0].States.ForecastAllShards, LearnAllShards];

    for (const map of maps) {
      expect(map.ItemProcessor.ProcessorConfig).toEqual({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' });
      expect(map.ItemReader).toMatchObject({
        ReaderConfig: { InputType: 'JSON' },
        Parameters: { Bucket: 'bucket', 'Key.$': '$.manifest.key' },
      });
      expect(map.MaxConcurrency).toBe(2);
    }
  });

  test('leaves the answers of a step’s shards in the lake, and bears one failed child in ten', () => {
    const { ForecastAndSegment, LearnAllShards } = definitionOf(template).States;
    const maps = { forecast: ForecastAndSegment.Branches[0].States.ForecastAllShards, learn: LearnAllShards };

    for (const [step, map] of Object.entries(maps)) {
      expect(map.ResultWriter).toEqual({
        Resource: 'arn:aws:states:::s3:putObject',
        Parameters: {
          Bucket: 'bucket',
          'Prefix.$': `States.Format('results/{}/{}/${step}', $.merchant, $.runId)`,
        },
        WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSON' },
      });
      expect(map.ToleratedFailurePercentage).toBe(10);
    }
  });

  test('is traced, and logs its course without what it carries', () => {
    const { TracingConfiguration, LoggingConfiguration } = onlyOne(
      template,
      'AWS::StepFunctions::StateMachine',
    );

    expect(TracingConfiguration.Enabled).toBe(true);
    expect([LoggingConfiguration.Level, LoggingConfiguration.IncludeExecutionData]).toEqual(['ALL', false]);
  });
});

const done = (event: Json) => ({ shard: event.shard, done: 30, lacking: 0 });
const fail = (message: string) => () => {
  throw new Error(message);
};
/** An answer that no state can hold: no catch gets hold of that error. */
const tooLarge = () => ({ shard: 's1', text: 'x'.repeat(300_000) });

describe('a run', () => {
  test('tells the report where the answers of every step’s shards lie', async () => {
    const { ended, reported, answers } = await runNightly({});

    expect(ended).toBe('SUCCEEDED');
    expect(reported).toEqual([
      {
        ...told,
        forecast: {
          bucket: 'bucket',
          key: expect.stringMatching(/^results\/demo\/de-2026-05-01\/forecast\//),
        },
        segment: { buyers: 300, segments: 5 },
        learn: { bucket: 'bucket', key: expect.stringMatching(/\/learn\/[-0-9a-f]{36}\/manifest\.json$/) },
      },
    ]);
    expect(() => parseAs(reportEventSchema, reported[0], 'the report')).not.toThrow();
    expect(await answers()).toMatchObject({
      forecast: [done({ shard: 's1' }), done({ shard: 's2' })],
      learn: [done({ shard: 's1' }), done({ shard: 's2' })],
    });
  });

  test('of 3,000 shards passes nothing on that a state could not hold', async () => {
    const { ended, answers } = await runNightly({}, { shards: 3000 });

    expect(ended).toBe('SUCCEEDED');
    expect((await answers()).forecast).toHaveLength(3000);
  });

  test('goes straight to its report when there is nothing to do', async () => {
    const { ended, reported } = await runNightly({
      plan: () => ({ ...planned, ready: false }),
      segment: fail('not to be called'),
      forecast: fail('not to be called'),
    });

    expect(ended).toBe('SUCCEEDED');
    expect(reported).toEqual([
      { ...told, ready: false, forecast: [], segment: { buyers: 0, segments: 0 }, learn: [] },
    ]);
  });

  test('goes on when one shard fails, and names it with the reason', async () => {
    const { ended, answers } = await runNightly({
      forecast: (event) => (event.shard === 's2' ? fail('series 7 is broken')() : done(event)),
    });

    const { forecast, learn } = await answers();
    expect(ended).toBe('SUCCEEDED');
    expect(forecast[1]).toMatchObject({ shard: 's2', done: 0, lacking: 0 });
    expect(forecast[1]?.failed).toContain('series 7 is broken');
    expect(learn).toHaveLength(2);
  });

  test('goes on when all shards fail, each a value: only ends that nothing catches count against it', async () => {
    const { ended, answers } = await runNightly({ forecast: fail('every series is broken') });

    expect(ended).toBe('SUCCEEDED');
    expect((await answers()).forecast.filter(({ failed }) => failed !== undefined)).toHaveLength(2);
  });

  test('bears one child in ten that ends where nothing catches it, and names its shard', async () => {
    const { ended, answers } = await runNightly(
      { learn: (event) => (event.shard === 's1' ? tooLarge() : done(event)) },
      { shards: 10 },
    );

    const { learn } = await answers();
    expect(ended).toBe('SUCCEEDED');
    expect(learn).toHaveLength(10);
    expect(learn[0]?.failed).toContain('States.DataLimitExceeded');
  });

  test('fails as a whole where more children than one in ten end so', async () => {
    const { ended, reported } = await runNightly(
      { learn: (event) => (event.shard === 's1' || event.shard === 's2' ? tooLarge() : done(event)) },
      { shards: 10 },
    );

    expect(ended).toBe('FAILED');
    const request = parseAs(failedRunRequestSchema, reported.at(-1), 'the failed run');
    expect(JSON.stringify(request.failed.error)).toContain('States.ExceedToleratedFailureThreshold');
  });

  test('keeps its forecasts when the buyers cannot be segmented', async () => {
    const { ended, reported, answers } = await runNightly({ segment: fail('no buyers file') });

    expect(ended).toBe('SUCCEEDED');
    expect((await answers()).forecast).toHaveLength(2);
    expect(reported[0].segment).toMatchObject({
      buyers: 0,
      segments: 0,
      failed: expect.stringContaining('no buyers'),
    });
  });

  test('that is a retry works on its own manifest, and makes the segments again only where they had failed', async () => {
    const retry = { ...planned, retried: ['s2'], keptSegment: { buyers: 7, segments: 2 } };
    const steps = { plan: () => retry, segment: fail('not to be called') };

    const { ended, reported } = await runNightly(steps);

    expect(ended).toBe('SUCCEEDED');
    expect(reported[0]).toMatchObject({ retried: ['s2'], segment: { buyers: 7, segments: 2 } });
  });

  test('is reported as failed, with the request alone, when its plan fails', async () => {
    const { ended, reported } = await runNightly({ plan: fail('the catalog is gone') });

    expect(ended).toBe('FAILED');
    expect(reported).toHaveLength(1);
    const request = parseAs(failedRunRequestSchema, reported[0], 'the failed run');
    expect(request).toMatchObject({ execution: 'first', failed: { merchant: 'demo', market: 'de' } });
    expect(JSON.stringify(request.failed.error)).toContain('the catalog is gone');
  });

  test('tells its plan the request and the name of its execution', async () => {
    const asked: Json[] = [];
    const plan = (event: Json) => {
      asked.push(event);
      return planned;
    };

    await runNightly({ plan });

    expect(asked).toEqual([{ request: { merchant: 'demo', market: 'de' }, execution: 'first' }]);
  });

  test('ends after its plan, without a report, where another execution makes the run', async () => {
    const { ended, reported } = await runNightly({
      plan: () => ({ ...planned, ready: false, madeBy: 'other' }),
    });

    expect(ended).toBe('SUCCEEDED');
    expect(reported).toEqual([]);
  });
});
