import { randomInt } from 'node:crypto';
import { NotFoundError } from '../../lib/domain/index.ts';
import { type Journal, keepOnce } from './journal.ts';
import { isObject, type JsonObject, numberAt, objectAt, parseJson, textAt } from './json.ts';
import type { Resource } from './stacks.ts';

/** Secrets Manager: what `GetSecretValue` and `DescribeSecret` answer. */
export type Secrets = {
  answer(operation: string, input: JsonObject): Promise<JsonObject>;
};

/** Provide every secret of the templates: generated once, then kept in the journal (mode 0600). */
export async function provideSecrets(resources: readonly Resource[], journal: Journal): Promise<Secrets> {
  const values = new Map<string, { arn: string; name: string; text: string }>();
  for (const secret of resources.filter(({ type }) => type === 'AWS::SecretsManager::Secret')) {
    const text = textAt(await keepOnce(journal, secret.ref, () => generate(secret)), secret.id);
    const name = secret.ref.split(':').at(-1)?.slice(0, -7) ?? secret.id;
    const entry = { arn: secret.ref, name, text };
    values.set(secret.ref, entry).set(name, entry);
  }
  return {
    answer: async (operation, input) => {
      const entry = values.get(textAt(input.SecretId, 'SecretId'));
      if (!entry) throw new NotFoundError("Secrets Manager can't find the specified secret.");
      // what is generated once has nothing before it
      if (input.VersionStage !== undefined && input.VersionStage !== 'AWSCURRENT')
        throw new NotFoundError(
          "Secrets Manager can't find the specified secret value for the staging label.",
        );
      const about = { ARN: entry.arn, Name: entry.name };
      if (operation === 'DescribeSecret') return about;
      return { ...about, SecretString: entry.text, VersionId: 'local', VersionStages: ['AWSCURRENT'] };
    },
  };
}

/** The text of a new secret, by the rules of `GenerateSecretString`; a secret with a text of its own keeps that. */
function generate(secret: Resource): string {
  const { SecretString: given, GenerateSecretString: rules } = secret.properties;
  if (typeof given === 'string') return given;
  if (!isObject(rules)) return randomText(objectAt({}, secret.id), secret.id);
  const text = randomText(rules, secret.id);
  if (typeof rules.GenerateStringKey !== 'string') return text;
  const template = objectAt(parseJson(textAt(rules.SecretStringTemplate, secret.id), secret.id), secret.id);
  return JSON.stringify({ ...template, [rules.GenerateStringKey]: text });
}

function randomText(rules: JsonObject, where: string): string {
  const excluded = typeof rules.ExcludeCharacters === 'string' ? rules.ExcludeCharacters : '';
  const alphabet = [
    rules.ExcludeLowercase === true ? '' : 'abcdefghijklmnopqrstuvwxyz',
    rules.ExcludeUppercase === true ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    rules.ExcludeNumbers === true ? '' : '0123456789',
    rules.ExcludePunctuation === true ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    rules.IncludeSpace === true ? ' ' : '',
  ].join('');
  const allowed = [...alphabet].filter((character) => !excluded.includes(character));
  const length = numberAt(rules.PasswordLength, 32, `${where}.PasswordLength`);
  return Array.from({ length }, () => allowed[randomInt(allowed.length)]).join('');
}
