import awscdk from 'eslint-plugin-awscdk';
import jest from 'eslint-plugin-jest';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const SOURCES = ['bin/**/*.ts', 'constructs/**/*.ts', 'lib/**/*.ts'];
const TESTS = ['test/**/*.ts'];
/** Where speaking to a terminal is the job. */
const TALKATIVE = ['bin/**', 'lib/cli/**', 'scripts/**', 'test/bench/**', 'test/_fixtures/scratch-app/**'];

export default defineConfig([
  globalIgnores(['dist/', '**/cdk.out/', 'coverage/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,mjs,cjs,js}'],
    rules: { eqeqeq: 'error', 'no-console': 'error', 'no-var': 'error', 'prefer-const': 'error' },
  },
  {
    files: [...SOURCES, ...TESTS],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: SOURCES,
    rules: {
      // A table of input checks is the longest function there is; steps are far shorter.
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-lines': ['error', { max: 220, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 3],
    },
  },
  {
    files: ['bin/**/*.ts', 'constructs/**/*.ts', 'lib/{platform,blueprints}/**/*.ts'],
    extends: [awscdk.configs.strict],
    rules: {
      // It knows no third parameter with a default value, which is how optional props are written.
      'awscdk/construct-constructor-property': 'off',
      // Users get the L2 that was made, so that they can do with it whatever the CDK can; so do the parts of a construct.
      'awscdk/no-construct-in-public-property-of-construct': 'off',
      'awscdk/no-construct-in-interface': 'off',
      // It does not see props that are spread into the parts that use them.
      'awscdk/no-unused-props': 'off',
      // Factories and helper functions build in the scope and under the id that they are given.
      'awscdk/require-passing-this': 'off',
      'awscdk/no-variable-construct-id': 'off',
    },
  },
  {
    files: ['lib/simulation/**/*.ts'],
    rules: {
      // The same seed gives the same run: time and chance come from the engine.
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Ask the engine for the time.' },
        { object: 'Math', property: 'random', message: 'Ask the engine for a random number.' },
      ],
    },
  },
  {
    files: TESTS,
    rules: {
      // Templates are JSON of any shape.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['test/**/*.test.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect', 'expect*', 'fc.assert', '**.has*', '**.resource*'] },
      ],
    },
  },
  { files: TALKATIVE, rules: { 'no-console': 'off' } },
]);
