import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  DistributedMap,
  Errors,
  Fail,
  type IChainable,
  JsonPath,
  Parallel,
  Pass,
  Result,
  S3JsonItemReader,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, type LambdaInvokeProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { asBucket } from './data-buckets.ts';

/** The functions that a run calls, and the lake in which its manifest lies. */
export type NightlySteps = {
  plan: IFunction;
  forecast: IFunction;
  segment: IFunction;
  learn: IFunction;
  report: IFunction;
  lake: Bucket;
  /** Shards worked on at once. */
  concurrency: number;
};

/** What a run yields before any step has answered, in the form of `reportRequestSchema`. */
const NO_RESULTS = { forecast: [], segment: { buyers: 0, segments: 0 }, learn: [] };

/** A fault of the platform or of a service behind it, which another try may mend; a broken promise of the input is not. */
const PASSING = [
  'UpstreamError',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
  Errors.TIMEOUT,
];

/**
 * Draw the run of one market: plan, then (if there is anything to do) forecasts over all shards beside the buyers'
 * segments, then policies over all shards, then the report. A shard that fails becomes a value with `failed`, so that
 * the rest of the market goes on; a step that fails as a whole is reported and ends the run as failed.
 *
 * The state keeps the plan at its root and every step's answer under `results`.
 */
export function drawNightly(scope: Construct, steps: NightlySteps): IChainable {
  const plan = invoke(scope, 'Plan', { lambdaFunction: steps.plan, outputPath: '$.Payload' });
  const report = reportTask(scope, 'Report', steps.report);
  const nothingToDo = keep(scope, 'NothingToDo', NO_RESULTS, '$.results').next(report);
  const failed = reportTask(scope, 'ReportFailure', steps.report, {
    failed: JsonPath.jsonToString(JsonPath.objectAt('$.failure')),
  }).next(
    new Fail(scope, 'RunFailed', {
      error: 'RunFailed',
      cause: 'A step failed as a whole: see the run, or the history of this execution.',
    }),
  );
  const learn = overShards(scope, 'Learn', steps.learn, steps, '$.results.learn').addCatch(
    keep(scope, 'WithoutPolicies', [], '$.results.learn').next(failed),
    { resultPath: '$.failure' },
  );
  const firstHalf = forecastAndSegment(scope, steps).addCatch(
    keep(scope, 'WithoutResults', NO_RESULTS, '$.results').next(failed),
    { resultPath: '$.failure' },
  );
  return plan.next(
    new Choice(scope, 'IsReady')
      .when(Condition.booleanEquals('$.ready', true), firstHalf.next(learn).next(report))
      .otherwise(nothingToDo),
  );
}

function forecastAndSegment(scope: Construct, steps: NightlySteps): Parallel {
  const segment = invoke(scope, 'Segment', { lambdaFunction: steps.segment, outputPath: '$.Payload' });
  segment.addCatch(
    new Pass(scope, 'SegmentFailed', {
      parameters: { buyers: 0, segments: 0, failed: JsonPath.jsonToString(JsonPath.objectAt('$.failure')) },
    }),
    { resultPath: '$.failure' },
  );
  return new Parallel(scope, 'ForecastAndSegment', {
    resultSelector: { 'forecast.$': '$[0]', 'segment.$': '$[1]' },
    resultPath: '$.results',
  })
    .branch(overShards(scope, 'Forecast', steps.forecast, steps))
    .branch(segment);
}

/** Call a function for every shard of the manifest, many at once. */
function overShards(
  scope: Construct,
  step: 'Forecast' | 'Learn',
  lambdaFunction: IFunction,
  { lake, concurrency }: NightlySteps,
  resultPath = '$',
): DistributedMap {
  const shard = invoke(scope, `${step}Shard`, { lambdaFunction, outputPath: '$.Payload' });
  shard.addCatch(
    new Pass(scope, `${step}ShardFailed`, {
      parameters: {
        shard: JsonPath.stringAt('$.shard'),
        done: 0,
        lacking: 0,
        failed: JsonPath.jsonToString(JsonPath.objectAt('$.failure')),
      },
    }),
    { resultPath: '$.failure' },
  );
  return new DistributedMap(scope, `${step}AllShards`, {
    itemReader: new S3JsonItemReader({ bucket: asBucket(lake), key: JsonPath.stringAt('$.manifest.key') }),
    maxConcurrency: concurrency,
    resultPath,
    label: step,
  }).itemProcessor(shard);
}

function reportTask(
  scope: Construct,
  id: string,
  lambdaFunction: IFunction,
  more: Record<string, string> = {},
): LambdaInvoke {
  return invoke(scope, id, {
    lambdaFunction,
    payload: TaskInput.fromObject({
      merchant: JsonPath.stringAt('$.merchant'),
      market: JsonPath.stringAt('$.market'),
      asOf: JsonPath.stringAt('$.asOf'),
      runId: JsonPath.stringAt('$.runId'),
      ready: JsonPath.stringAt('$.ready'),
      series: JsonPath.numberAt('$.series'),
      shards: JsonPath.numberAt('$.shards'),
      manifest: JsonPath.objectAt('$.manifest'),
      forecast: JsonPath.objectAt('$.results.forecast'),
      segment: JsonPath.objectAt('$.results.segment'),
      learn: JsonPath.objectAt('$.results.learn'),
      ...more,
    }),
    resultSelector: { 'run.$': '$.Payload' },
    resultPath: '$.report',
  });
}

function keep(
  scope: Construct,
  id: string,
  value: Record<string, unknown> | unknown[],
  resultPath: string,
): Pass {
  const result = Array.isArray(value) ? Result.fromArray(value) : Result.fromObject(value);
  return new Pass(scope, id, { result, resultPath });
}

function invoke(scope: Construct, id: string, props: LambdaInvokeProps): LambdaInvoke {
  const task = new LambdaInvoke(scope, id, { ...props, retryOnServiceExceptions: true });
  task.addRetry({ errors: PASSING, interval: Duration.seconds(2), backoffRate: 2, maxAttempts: 3 });
  return task;
}
