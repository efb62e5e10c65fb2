import { Duration, Size } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Bundles } from './bundle-functions.ts';
import { type FunctionName, sizeOf } from './function-catalog.ts';

export type TradewindFunctionProps = { name: FunctionName; bundles: Bundles };

/**
 * One function of the system: Node 24 on arm64, traced, with a log group that forgets and a role of its own that may
 * write to that log group and nothing else. Rights and settings are given by `grantRights`.
 */
export class TradewindFunction extends Construct {
  readonly fn: LambdaFunction;

  constructor(scope: Construct, id: string, { name, bundles }: TradewindFunctionProps) {
    super(scope, id);
    const { memoryMib, timeoutSeconds, scratchMib } = sizeOf(name);
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.THREE_MONTHS });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.fn = new LambdaFunction(this, 'Function', {
      description: `Tradewind: ${name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(bundles(name)),
      memorySize: memoryMib,
      timeout: Duration.seconds(timeoutSeconds),
      ...(scratchMib === undefined ? {} : { ephemeralStorageSize: Size.mebibytes(scratchMib) }),
      tracing: Tracing.ACTIVE,
      logGroup,
      role,
      environment: { POWERTOOLS_SERVICE_NAME: name, LOG_LEVEL: 'INFO' },
    });
    acknowledge(role, {
      'IAM5[Resource::*]':
        'X-Ray takes trace segments under no resource name; the statement allows that alone.',
    });
  }

  /** Allow actions on resources, named one by one. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.fn.addToRolePolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources] }),
    );
  }

  /** Set a variable of the environment. */
  tell(variable: string, value: string): void {
    this.fn.addEnvironment(variable, value);
  }
}
