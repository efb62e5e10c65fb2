import { expect, test } from '@jest/globals';
import { evaluate, type Scope } from '../../../infra/local/intrinsics.ts';
import type { Json } from '../../../infra/local/json.ts';

const scope: Scope = {
  ref: (name) => ({ Queue: 'http://queue', 'AWS::Region': 'eu-central-1', 'AWS::NoValue': undefined })[name],
  attribute: (resource, name) => `${resource}/${name}`,
  condition: (name) => name === 'Holds',
  mapping: (name, first, second) => `${name}.${first}.${second}`,
  imported: (name) => `import of ${name}`,
  localise: (text) => text.replace('https://cloud', 'http://local'),
};

test.each<[string, Json, Json]>([
  ['Ref', { Ref: 'Queue' }, 'http://queue'],
  ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'Table/Arn'],
  ['Fn::GetAtt as a text', { 'Fn::GetAtt': 'Table.Stream.Arn' }, 'Table/Stream.Arn'],
  ['Fn::Join of a Ref', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }, 1]] }, 'a-eu-central-1-1'],
  ['Fn::Join of a split list', { 'Fn::Join': ['+', { 'Fn::Split': ['/', 'a/b'] }] }, 'a+b'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation writes variables so
  ['Fn::Sub of all forms', { 'Fn::Sub': '${Queue} ${Table.Arn} ${!Kept}' }, 'http://queue Table/Arn ${Kept}'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation writes variables so
  ['Fn::Sub with variables', { 'Fn::Sub': ['${own}', { own: { Ref: 'AWS::Region' } }] }, 'eu-central-1'],
  ['Fn::Select', { 'Fn::Select': ['1', ['a', { Ref: 'Queue' }]] }, 'http://queue'],
  ['Fn::If that holds', { 'Fn::If': ['Holds', 'yes', 'no'] }, 'yes'],
  ['Fn::If that does not', { 'Fn::If': ['Fails', 'yes', { Ref: 'Queue' }] }, 'http://queue'],
  ['Fn::FindInMap', { 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'key'] }, 'Map.eu-central-1.key'],
  ['Fn::ImportValue', { 'Fn::ImportValue': 'Name' }, 'import of Name'],
  [
    'Fn::Equals and logic',
    { 'Fn::And': [{ 'Fn::Equals': ['a', 'a'] }, { 'Fn::Not': [{ Condition: 'Fails' }] }] },
    true,
  ],
  ['Fn::Or', { 'Fn::Or': [{ Condition: 'Fails' }, { Condition: 'Holds' }] }, true],
  ['an address of the cloud', { 'Fn::Join': ['', ['https://cloud', '/a']] }, 'http://local/a'],
  ['an object that merely begins like a function', { Ref: 'Queue', other: 1 }, { Ref: 'Queue', other: 1 }],
])('evaluates %s', (_, expression, value) => {
  expect(evaluate(expression, scope)).toEqual(value);
});

test('leaves out properties and items that are AWS::NoValue', () => {
  const expression = {
    kept: 1,
    gone: { Ref: 'AWS::NoValue' },
    list: [1, { 'Fn::If': ['Fails', 2, { Ref: 'AWS::NoValue' }] }],
  };

  expect(evaluate(expression, scope)).toEqual({ kept: 1, list: [1] });
});

test('stops at a function that it does not know, with its name', () => {
  expect(() => evaluate({ 'Fn::Transform': {} }, scope)).toThrow('Fn::Transform');
});
