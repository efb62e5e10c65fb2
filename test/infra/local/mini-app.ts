/**
 * A small CDK app of two regions with one of everything that the local cloud runs; `mini-cloud.ts` synthesises it.
 * Usage: node mini-app.ts <folder of functions> <output folder>
 */
import { App, CfnOutput, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import {
  LambdaVersion,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket, EventType, type IBucket } from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import {
  DefinitionBody,
  DistributedMap,
  JsonPath,
  Pass,
  S3JsonItemReader,
  StateMachine,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';

const [functions = '', outdir = ''] = process.argv.slice(2);
const app = new App({ outdir, analyticsReporting: false });
const home = new Stack(app, 'Mini-eu', { env: { region: 'eu-central-1' } });
const other = new Stack(app, 'Mini-us', { env: { region: 'us-east-1' } });

const createFunction = (
  stack: Stack,
  name: string,
  environment: Record<string, string> = {},
  memorySize = 256,
) =>
  new LambdaFunction(stack, name, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(`${functions}/${name}`),
    timeout: Duration.seconds(6),
    memorySize,
    environment,
  });

function addHome(): void {
  const table = new TableV2(home, 'Seen', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    globalSecondaryIndexes: [
      { indexName: 'bySize', partitionKey: { name: 'size', type: AttributeType.NUMBER } },
    ],
  });
  const lost = new Queue(home, 'Lost');
  const queue = new Queue(home, 'Arrived', {
    visibilityTimeout: Duration.minutes(5),
    deadLetterQueue: { queue: lost, maxReceiveCount: 1 },
  });
  const uploads = new Bucket(home, 'Uploads');
  uploads.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(queue), { suffix: '.csv' });
  const secret = new Secret(home, 'Signing');
  const record = createFunction(home, 'record', { TABLE: table.tableName, BUCKET: uploads.bucketName });
  table.grantReadWriteData(record);
  uploads.grantRead(record);
  record.addEventSource(new SqsEventSource(queue, { batchSize: 5, reportBatchItemFailures: true }));

  const shard = createFunction(home, 'shard', { TABLE: table.tableName });
  table.grantWriteData(shard);
  const work = new LambdaInvoke(home, 'Work', { lambdaFunction: shard, outputPath: '$.Payload' }).addCatch(
    new Pass(home, 'ShardFailed', { parameters: { failed: JsonPath.stringAt('$.failure.Error') } }),
    { resultPath: '$.failure' },
  );
  const map = new DistributedMap(home, 'AllShards', {
    // CDK's own types of buckets don't agree with each other under exact optional properties
    itemReader: new S3JsonItemReader({ bucket: uploads as IBucket, key: JsonPath.stringAt('$.manifest') }),
    resultPath: '$.shards',
    maxConcurrency: 2,
  }).itemProcessor(work);
  const machine = new StateMachine(home, 'Machine', { definitionBody: DefinitionBody.fromChainable(map) });
  new Schedule(home, 'Nightly', {
    schedule: ScheduleExpression.cron({ hour: '3', minute: '30' }),
    target: new StepFunctionsStartExecution(machine, {
      input: ScheduleTargetInput.fromObject({ manifest: 'none' }),
    }),
  });

  const identity = createFunction(home, 'identity');
  const pool = new UserPool(home, 'Pool', {});
  pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, identity, LambdaVersion.V3_0);
  const scopes = ['read', 'admin'].map(
    (scopeName) => new ResourceServerScope({ scopeName, scopeDescription: scopeName }),
  );
  const server = pool.addResourceServer('Scopes', { identifier: 'mini', scopes });
  const client = pool.addClient('Machine-acme', {
    generateSecret: true,
    authFlows: {},
    oAuth: {
      flows: { clientCredentials: true },
      scopes: scopes.map((scope) => OAuthScope.resourceServer(server, scope)),
    },
  });

  const web = createFunction(home, 'web', { TABLE: table.tableName, SECRET: secret.secretArn });
  secret.grantRead(web);
  addApi(home, web, pool.userPoolProviderUrl, [client.userPoolClientId]);
  for (const [name, value] of Object.entries({
    TableName: table.tableName,
    UploadsBucket: uploads.bucketName,
    MachineArn: machine.stateMachineArn,
    LostArn: lost.queueArn,
    QueueArn: queue.queueArn,
    Issuer: pool.userPoolProviderUrl,
    ClientId: client.userPoolClientId,
  }))
    new CfnOutput(home, name, { value });
}

function addApi(stack: Stack, web: LambdaFunction, issuer: string, jwtAudience: string[]): void {
  const api = new HttpApi(stack, 'Api');
  const authorizer = new HttpJwtAuthorizer('Tokens', issuer, { jwtAudience });
  const integration = new HttpLambdaIntegration('Web', web);
  api.addRoutes({ path: '/v1/health', methods: [HttpMethod.GET], integration });
  api.addRoutes({
    path: '/v1/markets/{market}/skus/{sku}',
    methods: [HttpMethod.GET],
    integration,
    authorizer,
    authorizationScopes: ['read'],
  });
  api.addRoutes({
    path: '/v1/markets/{market}/runs',
    methods: [HttpMethod.POST],
    integration,
    authorizer,
    authorizationScopes: ['admin'],
  });
}

addHome();
const issuer = new CfnParameter(other, 'Issuer');
const clients = new CfnParameter(other, 'ClientId', { type: 'CommaDelimitedList' });
addApi(other, createFunction(other, 'web'), issuer.valueAsString, clients.valueAsList);
app.synth();
