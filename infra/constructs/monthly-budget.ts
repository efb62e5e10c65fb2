import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export type MonthlyBudgetProps = { usd: number; topic: ITopic };

/** Tells the alarm topic when this deployment's month costs, or is about to cost, more than was meant. */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, { usd, topic }: MonthlyBudgetProps) {
    super(scope, id);
    const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
    const percentOver = (threshold: number, notificationType: 'ACTUAL' | 'FORECASTED') => ({
      notification: {
        comparisonOperator: 'GREATER_THAN',
        threshold,
        notificationType,
        thresholdType: 'PERCENTAGE',
      },
      subscribers,
    });
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: usd, unit: 'USD' },
        // only what carries this deployment's tag; the tag has to be activated once for cost allocation
        costFilters: { TagKeyValue: ['user:project$tradewind'] },
      },
      notificationsWithSubscribers: [percentOver(80, 'ACTUAL'), percentOver(100, 'FORECASTED')],
    });
  }
}
