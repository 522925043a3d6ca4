import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// Three builds of one tree. The engine and the command line are entries of their own beside the main
// process: the engine is started by path (utility process or Node) and is the only bundle that may name
// TensorFlow, which stays outside of every bundle because it is native.
export default defineConfig({
  main: {
    build: {
      outDir: 'out',
      emptyOutDir: false,
      minify: false,
      externalizeDeps: true,
      rollupOptions: {
        input: {
          'main/main': resolve('electron/main.ts'),
          'engine/main': resolve('src/runtime/engine/main.ts'),
          'cli/cli': resolve('src/runtime/cli.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        // A sandboxed preload can load no second file and no ES module.
        input: { preload: resolve('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', inlineDynamicImports: true },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      rollupOptions: { input: resolve('renderer/index.html') },
    },
  },
});
