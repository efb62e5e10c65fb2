/** Tests run as ES modules on Node 24; swc strips the types and nothing else. */
export default {
  testEnvironment: '<rootDir>/test/build/plain-global-environment.js',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  maxWorkers: 2,
  // modules of finished files are never given back: a worker that holds as much begins anew
  workerIdleMemoryLimit: '1200MB',
  // none of the files that were looked at left a handle open: a busy machine takes longer than half a second to end them
  workerGracefulExitTimeout: 10_000,
  testSequencer: '<rootDir>/test/build/long-first-sequencer.js',
  // what hangs is told after this; a busy machine may take long over what doesn't
  testTimeout: 120_000,
  reporters: ['default', '<rootDir>/test/build/closing-line-reporter.js'],
};
