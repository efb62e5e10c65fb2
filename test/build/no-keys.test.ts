import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** How keys look that open something, by whose they are. */
const looks: Record<string, RegExp> = {
  'an AWS access key': /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  'an AWS secret key': /aws_secret_access_key\s*[=:]\s*["']?[A-Za-z0-9/+]{40}\b/i,
  'a private key': /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/]{32}/,
  'a token of GitHub': /\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,})\b/,
  'a token of npm': /\bnpm_[A-Za-z0-9]{36}\b/,
  'a token of Slack': /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  'a key of Stripe': /\b[rs]k_live_[A-Za-z0-9]{20,}/,
  'a key of Google': /\bAIza[\w-]{35}\b/,
  'a signed token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/,
  'a secret of a webhook': /\bwhsec_[A-Za-z0-9+/]{24,}/,
};

/** The examples that Standard Webhooks and the guide to AWS's signatures publish: they open nothing. */
const published = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'AKIAIOSFODNN7EXAMPLE'];

/** Names of what looks like a key in a text. */
function keysIn(text: string): string[] {
  const known = published.reduce((left, example) => left.replaceAll(example, ''), text);
  return Object.entries(looks).flatMap(([what, look]) => (look.test(known) ? [what] : []));
}

test('no file of the repository holds what looks like a key', () => {
  const files = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);

  const found = files.flatMap((file) =>
    keysIn(readFileSync(file, 'latin1')).map((what) => `${file}: ${what}`),
  );

  expect(files.length).toBeGreaterThan(1000);
  expect(found).toEqual([]);
});

test.each([
  ['an AWS access key', `key = ${'AKIA'}${'Q'.repeat(16)}`],
  ['an AWS secret key', `aws_secret_access_key=${'a'.repeat(40)}`],
  ['a private key', `-----BEGIN ${'RSA'} PRIVATE KEY-----\n${'M'.repeat(64)}`],
  ['a token of GitHub', `${'ghp_'}${'a'.repeat(36)}`],
  ['a token of npm', `${'npm_'}${'a'.repeat(36)}`],
  ['a token of Slack', `${'xoxb'}-1234567890-abc`],
  ['a key of Stripe', `${'sk_live_'}${'a'.repeat(24)}`],
  ['a key of Google', `${'AIza'}${'a'.repeat(35)}`],
  ['a signed token', `${'eyJ'}${'a'.repeat(20)}.${'eyJ'}${'a'.repeat(20)}.${'a'.repeat(43)}`],
  ['a secret of a webhook', `${'whsec_'}${'a'.repeat(32)}`],
])('%s would be found', (what, text) => {
  expect(keysIn(text)).toEqual([what]);
});
