import { Duration, TimeZone } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Market, Merchant } from '../../lib/domain/index.ts';
import { acknowledge } from './acknowledge.ts';

export type SchedulesProps = {
  machine: IStateMachine;
  markets: readonly Market[];
  merchants: readonly Merchant[];
  key: IKey;
};

/** One schedule for each merchant in each market: every night at the market's own time. A start that is lost is kept and alarmed. */
export class Schedules extends Construct {
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: props.key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.deadLetters, {
      SQS3: 'This queue is where lost starts end; it has no further one behind it.',
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    props.key.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
    const group = new ScheduleGroup(this, 'Group');
    for (const { merchant, markets } of props.merchants)
      for (const market of props.markets.filter((candidate) => markets.includes(candidate.market)))
        this.addSchedule(merchant, market, { role, group, machine: props.machine });
  }

  private addSchedule(
    merchant: string,
    { market, runAt, timeZone }: Market,
    { role, group, machine }: { role: Role; group: ScheduleGroup; machine: IStateMachine },
  ): void {
    const [hour = '', minute = ''] = runAt.split(':');
    new Schedule(this, `${merchant}-${market}`, {
      description: `Runs ${market} of ${merchant} every night`,
      scheduleGroup: group,
      schedule: ScheduleExpression.cron({
        hour: String(Number(hour)),
        minute: String(Number(minute)),
        timeZone: TimeZone.of(timeZone),
      }),
      target: new StepFunctionsStartExecution(machine, {
        input: ScheduleTargetInput.fromObject({
          merchant,
          market,
          scheduledAt: ContextAttribute.scheduledTime,
        }),
        role,
        deadLetterQueue: this.deadLetters,
        retryAttempts: 10,
        maxEventAge: Duration.hours(6),
      }),
    });
  }
}
