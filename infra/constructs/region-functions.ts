import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { NotFoundError } from '../../lib/domain/index.ts';
import { acknowledge, logicalId } from './acknowledge.ts';
import type { Bundles } from './bundle-functions.ts';
import type { FunctionName } from './function-catalog.ts';
import { functionRights } from './function-rights.ts';
import { grantRights } from './grant-rights.ts';
import type { Notices } from './notices.ts';
import type { RegionStores } from './region-stores.ts';
import type { SettingName } from './right-kinds.ts';
import { TradewindFunction } from './tradewind-function.ts';

export type RegionFunctionsProps = {
  /** Those that this region has: `identity` lives in the home region alone. */
  names: readonly FunctionName[];
  bundles: Bundles;
  stores: RegionStores;
  bus: EventBus;
  /** Values of the settings that name no resource. */
  settings: Readonly<Record<SettingName, string>>;
};

/** The functions of one region, each with its own rights. */
export class RegionFunctions extends Construct {
  private readonly functions = new Map<FunctionName, TradewindFunction>();

  constructor(scope: Construct, id: string, { names, bundles, ...resources }: RegionFunctionsProps) {
    super(scope, id);
    for (const name of names) {
      const one = new TradewindFunction(this, name.charAt(0).toUpperCase() + name.slice(1), {
        name,
        bundles,
      });
      grantRights(name, one, resources);
      this.functions.set(name, one);
    }
  }

  /** One function. @throws NotFoundError when this region has none of that name. */
  named(name: FunctionName): LambdaFunction {
    return this.construct(name).fn;
  }

  /** All of them by name. */
  all(): ReadonlyMap<FunctionName, LambdaFunction> {
    return new Map([...this.functions].map(([name, { fn }]) => [name, fn]));
  }

  /**
   * Feed ingest from its queue, a file a call: each may need all of the call's time and memory, and one that a call is ended
   * for must not take others' tries with it.
   */
  feedIngest(queue: IQueue, atOnce: number): void {
    this.feed('ingest', queue, { batchSize: 1, atOnce });
  }

  /** Feed the export function: one wish at a time, and few beside one another, since each reads a whole market. */
  feedExport(queue: IQueue, atOnce: number): void {
    this.feed('export', queue, { batchSize: 1, atOnce });
  }

  /** Let a function ask for exports. */
  letExport(name: FunctionName, queue: IQueue): void {
    this.letSend(name, queue, 'QUEUE_EXPORTS');
  }

  /** Feed the privacy function, and let it and those that take buyers' requests send it messages: it goes on by one of its own. */
  feedPrivacy(queue: IQueue): void {
    this.feed('privacy', queue, { batchSize: 1, atOnce: 2 });
    for (const [name] of this.functions)
      if (functionRights[name].privacy === true) this.letSend(name, queue, 'QUEUE_PRIVACY');
  }

  /** Feed notify from its queue, and let it write e-mails and sign webhooks; it hides a message until its next try. */
  feedNotify(
    { queue, channels, topics, secrets }: Notices,
    { noticeTries, noticeRetrySeconds }: { noticeTries: number; noticeRetrySeconds: number },
    atOnce: number,
  ): void {
    this.feed('notify', queue, { batchSize: 10, atOnce });
    const notify = this.construct('notify');
    const topicArns = topics.map(({ topicArn }) => topicArn);
    const secretArns = secrets.map(({ secretArn }) => secretArn);
    if (topicArns.length > 0) notify.allow(['sns:Publish'], topicArns);
    if (secretArns.length > 0) notify.allow(['secretsmanager:GetSecretValue'], secretArns);
    notify.tell('QUEUE_NOTICES', queue.queueUrl);
    notify.tell('NOTICES', Stack.of(this).toJsonString(channels));
    notify.tell('NOTICE_TRIES', String(noticeTries));
    notify.tell('NOTICE_RETRY_SECONDS', String(noticeRetrySeconds));
  }

  /** Let those that have the right start runs, and stop them. */
  letStartRuns(machine: StateMachine): void {
    for (const [name, starter] of this.functions) {
      if (functionRights[name].runs !== true) continue;
      starter.allow(['states:StartExecution'], [machine.stateMachineArn]);
      starter.tell('STATE_MACHINE_ARN', machine.stateMachineArn);
      if (functionRights[name].stopRuns !== true) continue;
      const executions = Stack.of(this).formatArn({
        ...{ service: 'states', resource: 'execution', arnFormat: ArnFormat.COLON_RESOURCE_NAME },
        resourceName: `${machine.stateMachineName}:*`,
      });
      starter.allow(['states:StopExecution'], [executions]);
      acknowledge(starter, {
        [`IAM5[Resource::arn:aws:states:${Stack.of(this).region}:<AWS::AccountId>:execution:<${logicalId(machine)}.Name>:*]`]:
          'Executions are named for their runs; the machine is the nightly one alone.',
      });
    }
  }

  private letSend(name: FunctionName, { queueArn, queueUrl }: IQueue, variable: string): void {
    const sender = this.construct(name);
    sender.allow(['sqs:SendMessage'], [queueArn]);
    sender.tell(variable, queueUrl);
  }

  private feed(
    name: FunctionName,
    queue: IQueue,
    { batchSize, atOnce }: { batchSize: number; atOnce: number },
  ): void {
    this.named(name).addEventSource(
      new SqsEventSource(queue, { batchSize, reportBatchItemFailures: true, maxConcurrency: atOnce }),
    );
  }

  private construct(name: FunctionName): TradewindFunction {
    const one = this.functions.get(name);
    if (one === undefined) throw new NotFoundError(`this region has no function ${name}`);
    return one;
  }
}
