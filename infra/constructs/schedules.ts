import { Duration, TimeZone } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Market, Merchant } from '../../lib/domain/index.ts';
import { acknowledge, wildcardBehind } from './acknowledge.ts';
import { createDeadLetters } from './queue-pair.ts';

export type SchedulesProps = {
  machine: IStateMachine;
  /** Looks after what the schedules start. */
  sweep: IFunction;
  markets: readonly Market[];
  merchants: readonly Merchant[];
  key: IKey;
};

/** Minutes past the hour at which the sweep runs: not those at which markets do. */
const SWEEP_MINUTES = '5/15';

/**
 * One schedule for each merchant in each market: every night at the market's own time. A start that is lost is kept and
 * alarmed; the sweep, by the clock of UTC, which no change of the clocks moves, starts what was not started.
 *
 * A time that spring removes is skipped, one that autumn doubles comes once (EventBridge Scheduler user guide, "Schedule
 * types", Daylight savings time).
 */
export class Schedules extends Construct {
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    this.deadLetters = createDeadLetters(this, props.key);
    acknowledge(this.deadLetters, {
      SQS3: 'This queue is where lost starts end; it has no further one behind it.',
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    props.key.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
    const group = new ScheduleGroup(this, 'Group');
    for (const { merchant, markets } of props.merchants)
      for (const market of props.markets.filter((candidate) => markets.includes(candidate.market)))
        this.addSchedule(merchant, market, { role, group, machine: props.machine });
    this.addSweep(props.sweep, group);
  }

  /** The sweep comes again in a quarter of an hour: what is lost of it is neither tried again nor kept. */
  private addSweep(sweep: IFunction, scheduleGroup: ScheduleGroup): void {
    const role = new Role(this, 'SweepRole', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    new Schedule(this, 'Sweep', {
      description: 'Starts missed runs, tells of late ones and of stale data',
      scheduleGroup,
      schedule: ScheduleExpression.cron({ minute: SWEEP_MINUTES, timeZone: TimeZone.ETC_UTC }),
      target: new LambdaInvoke(sweep, { role, retryAttempts: 0 }),
    });
    acknowledge(role, {
      [wildcardBehind(sweep, ':*')]: 'CDK grants the function and its versions; it has none.',
    });
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
