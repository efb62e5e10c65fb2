import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

/** A static page with no third-party request; every asset is a file of its own, so that the strict content policy holds. */
export default defineConfig({
  base: './',
  plugins: [preact()],
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    // the licences of what is built in ask to go along with it
    license: { fileName: 'licenses.md' },
  },
});
