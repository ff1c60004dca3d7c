/** Lint for what neither the compiler nor prettier sees. Imports between folders are tests/layers.test.ts. */
import { defineConfig } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Rules that need types: forgotten promises are lost saves. */
const typed = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
  '@typescript-eslint/await-thenable': 'error'
};

export default defineConfig(
  { ignores: ['build/', '.svelte-kit/', 'node_modules/', 'data/', 'test-results/', 'coverage/'] },
  ts.configs.recommended,
  svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      // The compiler knows names and unused imports better (and svelte-check runs beside us).
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-expressions': ['error', { allowShortCircuit: true, allowTernary: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-control-regex': 'error',
      'require-yield': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'prefer-const': 'error',
      // The app stands at the root of its own address; resolve() would say nothing more.
      'svelte/no-navigation-without-resolve': 'off',
      // svelte-check, which sees types, is the one that warns.
      'svelte/no-unused-svelte-ignore': 'off'
    }
  },
  {
    files: ['src/**/*.ts', 'sync-server/**/*.ts', 'tests/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: typed
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts', '**/*.svelte.js'],
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        extraFileExtensions: ['.svelte'],
        svelteConfig,
        projectService: false
      }
    },
    rules: {
      'prefer-const': 'off',
      'svelte/no-at-html-tags': 'error',
      // Sets and maps inside functions are no state; those that are state are chosen with care.
      'svelte/prefer-svelte-reactivity': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'SvelteAttribute[key.name="style"][value.length=1] > SvelteLiteral',
          message: 'A fixed style attribute is stopped by the content security policy: use a class.'
        }
      ]
    }
  },
  { files: ['**/*.svelte.ts'], rules: Object.fromEntries(Object.keys(typed).map((rule) => [rule, 'off'])) }
);
