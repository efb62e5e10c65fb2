import { InputError } from '../../lib/domain/index.ts';
import { textAt } from './json.ts';
import type { Resource } from './stacks.ts';

/**
 * Hold `AWS::Lambda::Permission`: a service may invoke a function only with a permission on it.
 *
 * @param principal - the service: `apigateway.amazonaws.com`
 * @throws InputError that names the first function without one
 */
export function checkPermissions(
  resources: readonly Resource[],
  principal: string,
  functionArns: readonly string[],
): void {
  const permitted = resources
    .filter(
      ({ type, properties }) => type === 'AWS::Lambda::Permission' && properties.Principal === principal,
    )
    .map(({ properties, id }) => textAt(properties.FunctionName, id));
  for (const arn of functionArns) {
    const name = arn.split(':')[6];
    if (!permitted.some((each) => each === arn || each === name)) {
      throw new InputError(`no AWS::Lambda::Permission lets ${principal} invoke ${arn}`);
    }
  }
}
