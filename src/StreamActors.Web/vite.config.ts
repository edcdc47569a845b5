import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

const target = process.env.PAGE_OUT ?? 'dist';

/** Replaces each built file by its .br and .gz: the server sends one of them as it is, and unpacks the .gz for clients without either. */
function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    closeBundle() {
      const files = readdirSync(target, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
      for (const file of files) {
        const path = join(file.parentPath, file.name);
        const bytes = readFileSync(path);
        writeFileSync(
          `${path}.br`,
          brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
        );
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
        rmSync(path);
      }
    },
  };
}

export default defineConfig({
  plugins: [svelte(), packed()],
  // Inlined assets would be data: URLs, which the content security policy forbids.
  build: {
    outDir: target,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
  server: { proxy: { '/api': { target: process.env.STREAMACTORS_URL ?? 'http://127.0.0.1:8080', ws: true } } },
});
