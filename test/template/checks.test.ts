import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { regions, synthesise } from './synthesised.ts';

/** The same app with every explanation forgotten. */
const UNEXPLAINED = { checked: true, preload: 'test/template/forget-acknowledgements.ts' };

type Report = {
  pluginReports: {
    pluginName: string;
    violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[];
  }[];
};
type Metadata = Record<string, { type: string; data: Record<string, string> }[]>;

const reportOf = (folder: string): Report =>
  JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8'));

/** Every accepted finding: the construct it was accepted on, the rule, the reason. */
function acknowledgements(folder: string) {
  return regions.flatMap((region) => {
    const metadata: Metadata = JSON.parse(
      readFileSync(join(folder, `Tradewind-${region}.metadata.json`), 'utf8'),
    );
    return Object.entries(metadata).flatMap(([path, entries]) =>
      entries
        .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
        .flatMap(({ data }) => Object.entries(data))
        .map(([rule, reason]) => ({ path: path.slice(1), rule: rule.replace('Annotation::', ''), reason })),
    );
  });
}

describe('the checks of AWS Solutions and of CloudFormation', () => {
  test('find nothing that is left unexplained', () => {
    const { folder, failed } = synthesise({ checked: true });

    expect(failed).toBe(false);
    expect(reportOf(folder).pluginReports).toEqual([]);
  });

  test('are really run: without the explanations the same app does not synthesise', () => {
    const { failed, folder } = synthesise(UNEXPLAINED);

    expect(failed).toBe(true);
    expect(reportOf(folder).pluginReports.map(({ pluginName }) => pluginName)).toContain('AwsSolutions');
  });

  test('still find each thing that is explained, and each explanation is a sentence', () => {
    const { folder } = synthesise(UNEXPLAINED);
    const findings = reportOf(folder)
      .pluginReports.flatMap(({ violations }) => violations)
      .flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => ({ rule: ruleName, path: constructPath })),
      );

    const accepted = acknowledgements(synthesise({ checked: true }).folder);
    const stale = accepted.filter(
      ({ path, rule }) =>
        !findings.some((finding) => finding.rule === rule && `${finding.path}/`.startsWith(`${path}/`)),
    );

    expect(accepted.length).toBeGreaterThan(20);
    expect(stale.map(({ path, rule }) => `${rule} on ${path}`)).toEqual([]);
    for (const { reason } of accepted) expect(reason).toMatch(/^[A-Z].{25,}\.$/);
  });
});
