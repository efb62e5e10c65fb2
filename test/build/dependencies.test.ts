import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

type Locked = {
  /** Where the folder is called by another name. */
  name?: string;
  version: string;
  integrity?: string;
  inBundle?: boolean;
  license?: string;
  dev?: boolean;
  resolved?: string;
};
type Manifest = Record<'dependencies' | 'devDependencies' | 'overrides', Record<string, string>> & {
  allowScripts: Record<string, boolean>;
};

const manifest: Manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const lock: { lockfileVersion: number; packages: Record<string, Locked> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
);
/** Every package of the lock file, by the folder that it is installed in. */
const packages = Object.entries(lock.packages).filter(([folder]) => folder !== '');
const nameOf = (folder: string) => folder.split('node_modules/').at(-1) ?? '';

/** Licences that leave us free to ship our own code under ours (SPDX); the first may be in what is deployed, the others only in tools. */
const FREE = [
  ...[
    'MIT',
    'MIT-0',
    '0BSD',
    'ISC',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'CC0-1.0',
  ],
  ...['Unlicense', 'PSF-2.0'],
  // the names of holidays in date-holidays: to be named as the source, as docs/security.md does
  'CC-BY-3.0',
];
const IN_TOOLS = [...FREE, 'MPL-2.0', 'CC-BY-4.0'];

/** Whether a licence is one of these: of alternatives one will do, of several together all must. */
function isAllowed(licence: string, allowed: readonly string[]): boolean {
  const bare = licence.replaceAll(/[()]/g, '');
  return bare
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => allowed.includes(one.trim())));
}

describe('what the project depends on', () => {
  test('is named with one exact version, which is the one that is locked', () => {
    const named = { ...manifest.dependencies, ...manifest.devDependencies };

    expect(Object.keys(named).length).toBeGreaterThan(30);
    for (const [name, version] of Object.entries({ ...named, ...manifest.overrides })) {
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.]+)?$/)]);
      expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
    }
  });

  test('is locked by a SHA-512 of each package, those that lie inside another by that one’s', () => {
    expect(lock.lockfileVersion).toBe(3);
    for (const [folder, { integrity, inBundle, resolved = '' }] of packages) {
      if (inBundle !== true)
        expect([folder, integrity]).toEqual([folder, expect.stringMatching(/^sha512-[\w+/]{86}==$/)]);
      expect([folder, resolved]).toEqual([folder, expect.not.stringMatching(/^(git|http:|file:)/)]);
    }
  });

  test('runs scripts at its installation only where that is said', () => {
    expect(manifest.allowScripts).toEqual({ node: true });
  });

  test('is licensed so that this project may be, and what only tools use may ask for more', () => {
    const refused = packages.filter(
      ([, { license = 'none', dev = false }]) => !isAllowed(license, dev ? IN_TOOLS : FREE),
    );

    expect(refused.map(([folder, { license }]) => `${folder}: ${license}`)).toEqual([]);
  });

  test.each([
    ['GPL-3.0-only', false],
    ['MIT OR GPL-3.0-only', true],
    ['(MIT AND GPL-3.0-only)', false],
    ['none', false],
  ])('%s is a licence to use: %s', (licence, expected) => {
    expect(isAllowed(licence, IN_TOOLS)).toBe(expected);
  });
});

test('npm run sbom lists every locked package with its licence, and by its hash where it has one', () => {
  const printed = execFileSync('npm', ['run', '--silent', 'sbom'], { encoding: 'utf8', maxBuffer: 1 << 26 });

  type Component = { name: string; version: string; licenses?: unknown[]; hashes?: { alg: string }[] };
  const bill: { bomFormat: string; components: Component[] } = JSON.parse(printed);
  const listed = Map.groupBy(bill.components, (one) => `${one.name}@${one.version}`);
  // npm lists a package that is there twice once, and without its hash where one of the two lies inside another
  const inside = new Set(
    packages
      .filter(([, { inBundle }]) => inBundle)
      .map(([folder, locked]) => `${nameOf(folder)}@${locked.version}`),
  );
  expect(bill.bomFormat).toBe('CycloneDX');
  for (const [folder, locked] of packages) {
    const name = `${nameOf(folder)}@${locked.version}`;
    // npm says of some folders what they are called, of others what they hold
    const found = listed.get(name) ?? listed.get(`${locked.name}@${locked.version}`) ?? [];
    expect([folder, found.length > 0]).toEqual([folder, true]);
    expect([folder, found.every(({ licenses }) => licenses?.length === 1)]).toEqual([folder, true]);
    const isHashed = found.some(({ hashes }) => hashes?.[0]?.alg === 'SHA-512');
    expect([folder, isHashed || inside.has(name)]).toEqual([folder, true]);
  }
}, 120_000);
