import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const processMessage = 'Only src/process/ starts processes.';
const starters = ['child_process', 'node:child_process', 'execa'].map((name) => ({ name, message: processMessage }));
/** What changes files in node:fs; `test/unit/chokePoint.test.ts` lists who may use it, and why. */
const changing = ['appendFile', 'chmod', 'chown', 'copyFile', 'cp', 'lchown', 'link', 'lutimes', 'mkdir', 'mkdtemp', 'open', 'rename', 'rm', 'rmdir', 'symlink', 'truncate', 'unlink', 'utimes', 'write', 'writeFile'];
const changers = ['fs', 'node:fs', 'fs/promises', 'node:fs/promises'].map((name) => ({
  name, importNames: ['default', ...changing, ...changing.map((one) => `${one}Sync`), 'createWriteStream', 'ftruncate', 'ftruncateSync'], message: 'Change files through the files port, which takes a permit of the gate.',
}));

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'media/practice/', 'test/.output/', '**/*.mjs', '**/*.cjs'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/process/**'],
    rules: { 'no-restricted-imports': ['error', { paths: starters }] },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/process/**', 'src/store/**', 'src/util/lockFile.ts', 'src/infra/plannedChange.ts', 'src/infra/practice/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [...starters, ...changers] }] },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
);
