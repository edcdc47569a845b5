import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

export default ts.config(
    { ignores: ['dist', 'src/api/schema.ts', 'src/api/admin.ts'] },
    ...ts.configs.recommended,
    ...svelte.configs.recommended,
    {
        files: ['**/*.svelte', '**/*.svelte.ts'],
        languageOptions: { parserOptions: { parser: ts.parser } },
        rules: {
            // The content security policy blocks both.
            'svelte/no-at-html-tags': 'error',
            'svelte/no-inline-styles': 'error',
            // The page is always at the root of its server.
            'svelte/no-navigation-without-resolve': 'off',
        },
    },
    // The store signals by one version, not by each of its maps: a batch is one change.
    { files: ['src/live/store.svelte.ts'], rules: { 'svelte/prefer-svelte-reactivity': 'off' } },
);
