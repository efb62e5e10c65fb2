import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  DistributedMap,
  Errors,
  Fail,
  type IChainable,
  JitterType,
  JsonPath,
  OutputType,
  Parallel,
  Pass,
  Result,
  ResultWriterV2,
  S3JsonItemReader,
  Succeed,
  TaskInput,
  Transformation,
  WriterConfig,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, type LambdaInvokeProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { lakeKeys } from '../../lib/domain/index.ts';
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

/** A fault of the platform or of a service behind it, which another try may mend; a broken promise of the input is not. */
const PASSING = [
  'UpstreamError',
  'Lambda.Unknown',
  'Sandbox.Timedout',
  // a process that was killed from outside or for its memory
  'Runtime.ExitError',
  Errors.TIMEOUT,
];

/**
 * Children that may fail by themselves, per cent, and the step still counts as done. A shard whose function fails is no such
 * child: its error is caught and becomes its answer. What is left are ends that no catch gets hold of (an answer beyond
 * 256 KiB, a fault in this definition, a child that was stopped). Of those one in ten costs its shards, which the summary
 * names, and not the market's night; more are a fault of the step, and what is left would no longer stand for the market.
 */
const TOLERATED_PERCENT = 10;

/**
 * Draw the run of one market: plan, then (if there is anything to do) forecasts over all shards beside the buyers'
 * segments, then policies over all shards, then the report. A shard that fails becomes a value with `failed`, so that
 * the rest of the market goes on; a step that fails as a whole is reported with its error and ends the run as failed.
 *
 * A retry goes the same way with a manifest of the shards that had failed; the segments are kept where they had not.
 *
 * The state keeps the plan at its root and every step's answer under `results`; of shards where their answers lie, since
 * those of thousands don't fit in a state (256 KiB).
 */
export function drawNightly(scope: Construct, steps: NightlySteps): IChainable {
  // the report closes the run; it is given all that is known, which is the request alone when the plan itself failed
  const failed = invoke(scope, 'ReportFailure', {
    lambdaFunction: steps.report,
    payload: TaskInput.fromObject({ failed: JsonPath.objectAt('$'), execution: JsonPath.executionName }),
    resultPath: JsonPath.DISCARD,
  }).next(
    new Fail(scope, 'RunFailed', {
      error: 'RunFailed',
      cause: 'A step failed as a whole: see the run, or the history of this execution.',
    }),
  );
  const caught = { resultPath: '$.error' };
  const plan = invoke(scope, 'Plan', {
    lambdaFunction: steps.plan,
    // the name of the execution tells a retry of this step from a second start of the same run
    payload: TaskInput.fromObject({ request: JsonPath.objectAt('$'), execution: JsonPath.executionName }),
    outputPath: '$.Payload',
  });
  const report = reportTask(scope, steps.report).addCatch(failed, caught);
  const learn = overShards(scope, 'Learn', steps, '$.results.learn').addCatch(failed, caught);
  const nothingToDo = new Pass(scope, 'NothingToDo', {
    result: Result.fromObject({ forecast: [], segment: { buyers: 0, segments: 0 }, learn: [] }),
    resultPath: '$.results',
  });
  return plan
    .addCatch(failed, caught)
    .next(
      new Choice(scope, 'IsReady')
        .when(Condition.isPresent('$.madeBy'), new Succeed(scope, 'MadeByAnother'))
        .when(
          Condition.booleanEquals('$.ready', true),
          forecastAndSegment(scope, steps).addCatch(failed, caught).next(learn).next(report),
        )
        .otherwise(nothingToDo.next(report)),
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
    .branch(overShards(scope, 'Forecast', steps))
    .branch(
      new Choice(scope, 'IsSegmented')
        .when(Condition.isNull('$.keptSegment'), segment)
        .otherwise(new Pass(scope, 'SegmentKept', { inputPath: '$.keptSegment' })),
    );
}

/** Call a function for every shard of the manifest, many at once. */
function overShards(
  scope: Construct,
  step: 'Forecast' | 'Learn',
  { lake, concurrency, forecast, learn }: NightlySteps,
  resultPath?: string,
): DistributedMap {
  const lambdaFunction = step === 'Forecast' ? forecast : learn;
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
    itemReader: manifestReader(lake),
    maxConcurrency: concurrency,
    ...(resultPath === undefined ? {} : { resultPath }),
    label: step,
    toleratedFailurePercentage: TOLERATED_PERCENT,
    resultWriterV2: answersWriter(lake, step),
    resultSelector: {
      bucket: JsonPath.stringAt('$.ResultWriterDetails.Bucket'),
      key: JsonPath.stringAt('$.ResultWriterDetails.Key'),
    },
  }).itemProcessor(shard);
}

/** Read a run's manifest; the machine may read what runs leave and no other part of the lake. */
function manifestReader(lake: Bucket): S3JsonItemReader {
  const reader = new S3JsonItemReader({ bucket: asBucket(lake), key: JsonPath.stringAt('$.manifest.key') });
  // the CDK would let the machine read the whole bucket
  reader.providePolicyStatements = () => [
    new PolicyStatement({ actions: ['s3:GetObject'], resources: [lake.arnForObjects('runs/*')] }),
  ];
  return reader;
}

/** Leave the shards' answers beside each other in the lake; the machine may write those and no other part of it. */
function answersWriter(lake: Bucket, step: 'Forecast' | 'Learn'): ResultWriterV2 {
  const folder = `${lakeKeys.shardResults('{}', '{}')}${step.toLowerCase()}`;
  const writer = new ResultWriterV2({
    bucket: asBucket(lake),
    prefix: JsonPath.format(folder, JsonPath.stringAt('$.merchant'), JsonPath.stringAt('$.runId')),
    writerConfig: new WriterConfig({
      transformation: Transformation.COMPACT,
      outputType: OutputType.JSON,
    }),
  });
  // the CDK would let the machine write the whole bucket
  writer.providePolicyStatements = () => [
    new PolicyStatement({
      actions: ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
      resources: [lake.arnForObjects('results/*')],
    }),
  ];
  return writer;
}

/** Give the report the plan and every step's answers, as `reportRequestSchema` has them. */
function reportTask(scope: Construct, lambdaFunction: IFunction): LambdaInvoke {
  const planned = ['merchant', 'market', 'asOf', 'runId', 'ready', 'series', 'shards', 'manifest', 'retried'];
  const answered = ['forecast', 'segment', 'learn'];
  return invoke(scope, 'Report', {
    lambdaFunction,
    payload: TaskInput.fromObject({
      ...Object.fromEntries(planned.map((name) => [name, JsonPath.objectAt(`$.${name}`)])),
      ...Object.fromEntries(answered.map((name) => [name, JsonPath.objectAt(`$.results.${name}`)])),
    }),
    outputPath: '$.Payload',
  });
}

function invoke(scope: Construct, id: string, props: LambdaInvokeProps): LambdaInvoke {
  const task = new LambdaInvoke(scope, id, { ...props, retryOnServiceExceptions: true });
  // other markets, files and requests hold what the account may run at once: what is busy is waited for, half an hour or so
  task.addRetry({
    errors: ['Lambda.TooManyRequestsException'],
    ...{ interval: Duration.seconds(5), backoffRate: 2, maxDelay: Duration.minutes(1), maxAttempts: 30 },
    jitterStrategy: JitterType.FULL,
  });
  task.addRetry({ errors: PASSING, interval: Duration.seconds(2), backoffRate: 2, maxAttempts: 3 });
  return task;
}
