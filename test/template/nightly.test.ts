import { describe, expect, jest, test } from '@jest/globals';
import aslValidator from 'asl-validator';
import { StateMachine } from 'aws-local-stepfunctions';
import { parseAs, reportRequestSchema } from '../../lib/domain/index.ts';
import { failedRunRequestSchema } from '../../lib/domain/run.ts';
import { allTemplates, HOME, type Json, onlyOne, type Template, templateOf } from './synthesised.ts';

/** The definition as deployed, with each reference replaced by an ARN of the right form. */
function definitionOf(template: Template): Json {
  const { DefinitionString } = onlyOne(template, 'AWS::StepFunctions::StateMachine');
  const text = DefinitionString['Fn::Join'][1]
    .map((part: Json) => {
      if (typeof part === 'string') return part;
      if (part.Ref === 'AWS::Partition') return 'aws';
      if (part.Ref !== undefined) return 'bucket';
      return `arn:aws:lambda:eu-central-1:111122223333:function:${part['Fn::GetAtt'][0]}`;
    })
    .join('');
  return JSON.parse(text);
}

describe.each(allTemplates())('the state machine in %s', (_region, template) => {
  test('is valid Amazon States Language', () => {
    const { isValid, errorsText } = aslValidator(definitionOf(template));

    expect(isValid ? '' : errorsText('\n')).toBe('');
  });

  test('reads the manifest from the lake and works on ten shards at once', () => {
    const { ForecastAndSegment, LearnAllShards } = definitionOf(template).States;
    const maps = [ForecastAndSegment.Branches[0].States.ForecastAllShards, LearnAllShards];

    for (const map of maps) {
      expect(map.ItemProcessor.ProcessorConfig).toEqual({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' });
      expect(map.ItemReader).toMatchObject({
        ReaderConfig: { InputType: 'JSON' },
        Parameters: { Bucket: 'bucket', 'Key.$': '$.manifest.key' },
      });
      expect(map.MaxConcurrency).toBe(10);
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

const shards = ['s0', 's1'].map((shard) => ({ merchant: 'demo', market: 'de', asOf: '2026-05-01', shard }));
const planned = {
  merchant: 'demo',
  market: 'de',
  asOf: '2026-05-01',
  runId: 'de-2026-05-01',
  ready: true,
  series: 60,
  shards: 2,
  manifest: { bucket: 'bucket', key: 'runs/demo/de-2026-05-01/manifest.json' },
};
const done = (event: Json) => ({ shard: event.shard, done: 30, lacking: 0 });

type Step = (event: Json) => Json;

/** Run the definition on this machine: shards come from the input, since the engine reads no objects. */
async function run(steps: Record<string, Step>) {
  const definition = JSON.parse(
    JSON.stringify(definitionOf(templateOf(HOME))).replaceAll(
      /"ItemReader":\{.*?"Key\.\$":"[^"]*"\}\}/g,
      '"ItemsPath":"$.shardRefs"',
    ),
  );
  const report = jest.fn(done);
  const all: Record<string, Step> = {
    Plan: () => ({ ...planned, shardRefs: shards }),
    ForecastShard: done,
    LearnShard: done,
    Segment: () => ({ buyers: 300, segments: 5 }),
    Report: report,
    ReportFailure: report,
    ...steps,
  };
  // retries wait no time here; a task answers as Lambda does, under `Payload`
  const now = Object.fromEntries(Object.keys(all).map((name) => [name, 0]));
  const tasks = Object.fromEntries(
    Object.entries(all).map(([name, step]) => [
      name,
      (input: Json) => ({
        Payload: step(input.Payload),
      }),
    ]),
  );
  const machine = new StateMachine(definition);
  const execution = machine.run(
    { merchant: 'demo', market: 'de' },
    {
      overrides: { taskResourceLocalHandlers: tasks, retryIntervalOverrides: now },
      context: { Execution: { Name: 'first' } },
    },
  );
  const ended = await execution.result.then(
    () => 'finished',
    (error: unknown) => String(error),
  );
  return { ended, reported: report.mock.calls.map(([event]) => event) };
}

const fail = (message: string) => () => {
  throw new Error(message);
};

describe('a run', () => {
  test('tells the report what every step answered', async () => {
    const { ended, reported } = await run({});

    expect(ended).toBe('finished');
    expect(reported).toEqual([
      {
        ...planned,
        forecast: [done({ shard: 's0' }), done({ shard: 's1' })],
        segment: { buyers: 300, segments: 5 },
        learn: [done({ shard: 's0' }), done({ shard: 's1' })],
      },
    ]);
    expect(() => parseAs(reportRequestSchema, reported[0], 'the report')).not.toThrow();
  });

  test('goes straight to its report when there is nothing to do', async () => {
    const { ended, reported } = await run({
      Plan: () => ({ ...planned, ready: false }),
      Segment: fail('not to be called'),
      ForecastShard: fail('not to be called'),
    });

    expect(ended).toBe('finished');
    expect(reported).toEqual([
      { ...planned, ready: false, forecast: [], segment: { buyers: 0, segments: 0 }, learn: [] },
    ]);
  });

  test('goes on when one shard fails, and names it with the reason', async () => {
    const { ended, reported } = await run({
      ForecastShard: (event) => (event.shard === 's1' ? fail('series 7 is broken')() : done(event)),
    });

    const [, failed] = reported[0].forecast;
    expect(ended).toBe('finished');
    expect(failed).toMatchObject({ shard: 's1', done: 0, lacking: 0 });
    expect(failed.failed).toContain('series 7 is broken');
    expect(reported[0].learn).toHaveLength(2);
    expect(() => parseAs(reportRequestSchema, reported[0], 'the report')).not.toThrow();
  });

  test('keeps its forecasts when the buyers cannot be segmented', async () => {
    const { ended, reported } = await run({ Segment: fail('no buyers file') });

    expect(ended).toBe('finished');
    expect(reported[0].forecast).toHaveLength(2);
    expect(reported[0].segment).toMatchObject({
      buyers: 0,
      segments: 0,
      failed: expect.stringContaining('no buyers'),
    });
  });

  test('is reported as failed, with the request alone, when its plan fails', async () => {
    const { ended, reported } = await run({ Plan: fail('the catalog is gone') });

    expect(ended).toMatch(/RunFailed|see the run/);
    expect(reported).toHaveLength(1);
    const request = parseAs(failedRunRequestSchema, reported[0], 'the failed run');
    expect(request).toMatchObject({ execution: 'first', failed: { merchant: 'demo', market: 'de' } });
    expect(JSON.stringify(request.failed.error)).toContain('the catalog is gone');
  });

  test('tells its plan the request and the name of its execution', async () => {
    const plan = jest.fn<Step>(() => ({ ...planned, shardRefs: shards }));

    await run({ Plan: plan });

    expect(plan.mock.calls).toEqual([[{ request: { merchant: 'demo', market: 'de' }, execution: 'first' }]]);
  });

  test('ends after its plan, without a report, where another execution makes the run', async () => {
    const { ended, reported } = await run({ Plan: () => ({ ...planned, ready: false, madeBy: 'other' }) });

    expect(ended).toBe('finished');
    expect(reported).toEqual([]);
  });
});
