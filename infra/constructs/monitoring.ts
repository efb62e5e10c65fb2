import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

export type MonitoringProps = {
  key: IKey;
  functions: ReadonlyMap<string, IFunction>;
  /** Runs every quarter of an hour: its silence is an alarm. */
  sweep: IFunction;
  machine: IStateMachine;
  api: HttpApi;
  /** Files that wait to be read. */
  uploads: IQueue;
  /** Queues that ought to be empty, by what ends in them. */
  deadLetters: Readonly<Record<string, IQueue>>;
  /** Who is told, beside whoever subscribes later. */
  alarmEmail: string | undefined;
};

const PERIOD = { period: Duration.minutes(5) };

/** The alarms of one region, the topic that they tell, and a dashboard of what they watch. */
export class Monitoring extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.topic = this.createTopic(props);
    for (const [what, queue] of Object.entries(props.deadLetters))
      this.alarm(`${what}DeadLetters`, `${what}: messages that nobody could handle`, queueDepth(queue));
    for (const [name, fn] of props.functions) {
      this.alarm(`${name}Errors`, `${name} failed`, fn.metricErrors(PERIOD));
      this.alarm(`${name}Throttles`, `${name} was throttled`, fn.metricThrottles(PERIOD), 10);
    }
    this.alarm('RunsFailed', 'A nightly run failed', props.machine.metricFailed(PERIOD));
    this.alarm('RunsTimedOut', 'A nightly run took more than a day', props.machine.metricTimedOut(PERIOD));
    this.alarm('RunsAborted', 'A nightly run was ended from outside', props.machine.metricAborted(PERIOD));
    this.alarm(
      'ApiFaults',
      'The API answered 5xx',
      props.api.metricServerError({ ...PERIOD, statistic: 'Sum' }),
      5,
    );
    this.alarm(
      'ApiSlow',
      'One answer of the API in a hundred takes longer than two seconds',
      props.api.metricLatency({ ...PERIOD, statistic: 'p99' }),
      2000,
    );
    this.alarm(
      'UploadsWait',
      'A file has waited for an hour to be read',
      props.uploads.metricApproximateAgeOfOldestMessage({ ...PERIOD, statistic: 'Maximum' }),
      3600,
    );
    this.alarmOnSilence('SweepSilent', 'Nobody has looked for missed runs for an hour', props.sweep);
    this.createDashboard(props);
  }

  private createTopic({ key, alarmEmail }: MonitoringProps): Topic {
    const topic = new Topic(this, 'Topic', { masterKey: key, enforceSSL: true });
    for (const service of ['cloudwatch', 'budgets'])
      topic.grantPublish(new ServicePrincipal(`${service}.amazonaws.com`));
    if (alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(alarmEmail));
    return topic;
  }

  private alarm(id: string, alarmDescription: string, metric: IMetric, threshold = 1): void {
    const alarm = new Alarm(this, id, {
      alarmDescription,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }

  private alarmOnSilence(id: string, alarmDescription: string, fn: IFunction): void {
    const alarm = new Alarm(this, id, {
      alarmDescription,
      metric: fn.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }

  private createDashboard({ functions, machine, api, deadLetters }: MonitoringProps): void {
    const all = [...functions.values()];
    new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(7),
      widgets: [
        [
          graph('Runs', [machine.metricSucceeded(PERIOD), machine.metricFailed(PERIOD)]),
          graph(
            'Function errors',
            all.map((fn) => fn.metricErrors(PERIOD)),
          ),
          graph(
            'Throttles',
            all.map((fn) => fn.metricThrottles(PERIOD)),
          ),
        ],
        [
          graph('API', [
            api.metricCount(PERIOD),
            api.metricClientError(PERIOD),
            api.metricServerError(PERIOD),
          ]),
          graph('API latency (p99)', [api.metricLatency({ ...PERIOD, statistic: 'p99' })]),
          graph('Dead letters', Object.values(deadLetters).map(queueDepth)),
        ],
      ],
    });
  }
}

const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, left, width: 8 });

const queueDepth = (queue: IQueue): Metric =>
  queue.metricApproximateNumberOfMessagesVisible({ ...PERIOD, statistic: 'Maximum' });
