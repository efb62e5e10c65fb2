import { type CfnElement, type IResolvable, Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Accept findings of cdk-nag's AWS Solutions pack on a construct and all below it, with the reason.
 *
 * @param findings - rule, as the pack names the finding: `IAM5[Resource::*]`; reason, one sentence
 */
export function acknowledge(construct: Construct, findings: Readonly<Record<string, string>>): void {
  for (const [rule, reason] of Object.entries(findings))
    Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}

/** Name the finding on a wildcard behind a resource's ARN, as the pack writes it: `IAM5[Resource::<Lake.Arn>/runs/*]`. */
export function wildcardBehind(resource: Construct, suffix: string): string {
  return `IAM5[Resource::<${logicalId(resource)}.Arn>${suffix}]`;
}

/** The name of a construct's own resource in the template. */
export function logicalId(construct: Construct): string {
  // the default child of a resource construct is its CloudFormation element, by CDK's convention
  const element = construct.node.defaultChild as CfnElement;
  const id: string | IResolvable = Stack.of(construct).resolve(element.logicalId);
  return String(id);
}
