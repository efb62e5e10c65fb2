import { InputError } from '../../lib/domain/index.ts';
import type { Stack } from './assembly.ts';
import { isObject, objectAt } from './json.ts';

/** Resources that the runner makes work. */
const run: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Version',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::Scheduler::Schedule',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
  'Custom::CDKBucketDeployment',
  'Custom::S3BucketNotifications',
]);

/** Resources that do nothing by themselves locally, but whose rules are held where they bear on a call. */
const checked: ReadonlyMap<string, string> = new Map([
  ['AWS::Lambda::Permission', 'API Gateway and Cognito may invoke a function only with one'],
  ['AWS::SQS::QueuePolicy', 'a bucket may notify a queue only with one'],
]);

/** Resources that only the cloud has, and why they are not needed here. */
const cloudOnly: ReadonlyMap<string, string> = new Map([
  ['AWS::ApplicationAutoScaling::ScalableTarget', 'local capacity is the machine'],
  ['AWS::ApplicationAutoScaling::ScalingPolicy', 'local capacity is the machine'],
  ['AWS::Athena::NamedQuery', 'files are read where they lie: DuckDB takes the same SQL'],
  ['AWS::Athena::WorkGroup', 'files are read where they lie: DuckDB takes the same SQL'],
  ['AWS::Budgets::Budget', 'nothing is billed'],
  ['AWS::CDK::Metadata', 'statistics of the synthesis'],
  ['AWS::CE::AnomalyMonitor', 'nothing is billed'],
  ['AWS::CE::AnomalySubscription', 'nothing is billed'],
  ['AWS::CloudFront::CachePolicy', 'files are served without a cache in front'],
  ['AWS::CloudFront::Distribution', 'files are served from the port itself'],
  ['AWS::CloudFront::Function', 'files are served from the port itself'],
  ['AWS::CloudFront::OriginAccessControl', 'files are served from the port itself'],
  ['AWS::CloudFront::OriginRequestPolicy', 'files are served from the port itself'],
  ['AWS::CloudWatch::Alarm', 'nobody is on call'],
  ['AWS::CloudWatch::CompositeAlarm', 'nobody is on call'],
  ['AWS::CloudWatch::Dashboard', 'logs lie in the state directory'],
  ['AWS::Glue::Database', 'tables over files, for Athena alone'],
  ['AWS::Glue::Table', 'tables over files, for Athena alone'],
  ['AWS::IAM::ManagedPolicy', 'for people, whom the local cloud does not know'],
  ['AWS::KMS::Alias', 'storage is not encrypted locally'],
  ['AWS::KMS::Key', 'storage is not encrypted locally'],
  ['AWS::Lambda::EventInvokeConfig', 'local invocations are all synchronous'],
  ['AWS::Lambda::LayerVersion', 'only the deployment helpers of CDK use layers'],
  ['AWS::Logs::LogGroup', 'logs lie in the state directory'],
  ['AWS::Logs::MetricFilter', 'nobody is on call'],
  ['AWS::Logs::QueryDefinition', 'logs lie in the state directory'],
  ['AWS::Logs::ResourcePolicy', 'logs lie in the state directory'],
  ['AWS::S3::BucketPolicy', 'TLS only and public access: the local endpoint listens on the loopback alone'],
  ['AWS::Scheduler::ScheduleGroup', 'a name to sort schedules by'],
  ['AWS::SNS::Subscription', 'no e-mail leaves the machine: messages lie in the outbox'],
  ['AWS::SNS::TopicPolicy', 'only the services of the cloud need one'],
  ['AWS::SSM::Parameter', 'read by people and deployments, not by functions'],
  ['AWS::WAFv2::WebACL', 'the local port is not on the internet'],
  ['AWS::WAFv2::WebACLAssociation', 'the local port is not on the internet'],
  ['Custom::CrossRegionExportReader', 'a deployment helper of CDK'],
  ['Custom::CrossRegionExportWriter', 'a deployment helper of CDK'],
  ['Custom::LogRetention', 'logs lie in the state directory'],
  ['Custom::S3AutoDeleteObjects', 'acts when a stack is deleted'],
  ['Custom::VpcRestrictDefaultSG', 'there is no network to restrict'],
]);

/** What the runner does with a type of resource. */
export type Treatment = { kind: 'run' } | { kind: 'checked' | 'cloud-only'; reason: string };

/** Look up what the runner does with a resource type; `undefined` when nobody has decided yet. */
export function treatmentOf(type: string): Treatment | undefined {
  if (run.has(type)) return { kind: 'run' };
  const check = checked.get(type);
  if (check !== undefined) return { kind: 'checked', reason: check };
  const reason = cloudOnly.get(type);
  return reason === undefined ? undefined : { kind: 'cloud-only', reason };
}

/**
 * Stop when a template holds a resource that nobody has decided about, so that cloud and local run cannot drift apart.
 *
 * @throws InputError that names each such resource and its type
 */
export function checkResourceTypes(stacks: readonly Stack[]): void {
  const unknown = stacks.flatMap((stack) =>
    Object.entries(objectAt(stack.template.Resources, stack.name)).flatMap(([id, resource]) => {
      const type = isObject(resource) && typeof resource.Type === 'string' ? resource.Type : 'no type';
      return treatmentOf(type) ? [] : [`${type} (${stack.name}/${id})`];
    }),
  );
  if (unknown.length === 0) return;
  throw new InputError(
    `the local cloud does not know ${unknown.join(', ')}: add the type to a list of infra/local/resource-types.ts`,
  );
}
