import { Duration, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge, logicalId, wildcardBehind } from './acknowledge.ts';
import { drawNightly, type NightlySteps } from './nightly-definition.ts';

/** The run of one market as a state machine, logged and traced. Ends after a day at the latest. */
export class Nightly extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { key, ...steps }: NightlySteps & { key: IKey }) {
    super(scope, id);
    this.machine = new StateMachine(this, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(drawNightly(this, steps)),
      timeout: Duration.hours(24),
      tracingEnabled: true,
      // a state's input and output hold ids and counts alone, but the log needs neither
      logs: {
        destination: new LogGroup(this, 'Logs', { retention: RetentionDays.THREE_MONTHS }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    // the manifest is encrypted, and so are the shards' answers
    key.grant(this.machine, 'kms:Decrypt', 'kms:GenerateDataKey');
    this.acknowledgeWildcards(steps);
  }

  private acknowledgeWildcards({ lake, plan, forecast, segment, learn, report }: NightlySteps): void {
    const name = `{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"${logicalId(this.machine)}"}]}]}`;
    const executions = `arn:aws:states:${Stack.of(this).region}:<AWS::AccountId>:execution:${name}`;
    acknowledge(this.machine, {
      'IAM5[Resource::*]': 'Log delivery and X-Ray take no resource name; the statements allow those alone.',
      [wildcardBehind(lake, '/runs/*')]: 'The manifest of a run is named by merchant, market and date.',
      [wildcardBehind(lake, '/results/*')]: 'So are the answers of its shards.',
    });
    for (const suffix of [':*', '/Forecast:*', '/Learn:*'])
      acknowledge(this.machine, {
        [`IAM5[Resource::${executions}${suffix}]`]:
          'The machine watches its own executions, named when they start.',
      });
    for (const fn of [plan, forecast, segment, learn, report])
      acknowledge(this.machine, {
        [wildcardBehind(fn, ':*')]:
          'Any version of this one function: a running execution ends on the version that it began with.',
      });
  }
}
