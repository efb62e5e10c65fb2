import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError } from '../../lib/domain/index.ts';
import { textAt } from './json.ts';
import type { Roles } from './roles.ts';
import type { Resource } from './stacks.ts';

/** Find the role of a function by the name of its folder, which its description ends with. @throws NotFoundError */
export function roleOfFunction(resources: readonly Resource[], name: string, region: string): string {
  const found = resources.find(
    (each) =>
      each.type === 'AWS::Lambda::Function' &&
      each.region === region &&
      textAt(each.properties.Description ?? '', each.id).endsWith(`: ${name}`),
  );
  if (found === undefined) throw new NotFoundError(`no stack of ${region} holds the function ${name}`);
  return textAt(found.properties.Role, found.id);
}

/** Keep which rights were used, for whoever asks which are not. */
export async function keepUsedRights(roles: Roles, stateDirectory: string): Promise<void> {
  await writeFile(join(stateDirectory, 'rights-used.json'), JSON.stringify(roles.used()));
}
