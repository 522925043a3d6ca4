import { defineConfig } from 'vitest/config';

// Three suites: what needs no window, what drives the real app (under a virtual screen, one file at a time,
// as each starts an app of its own), and what drives the finished package.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**', 'test/package/**'],
          pool: 'forks',
          setupFiles: ['test/property-seed.ts'],
          // Ends what hangs; how quick something must be is said in the test, in processor time.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // What is polled comes when it comes on a busy machine; a second, the default, says nothing.
          expect: { poll: { timeout: 30_000 } },
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          // npm run bench:ui: figures and no statements, so that no run of the tests waits for a quiet machine.
          name: 'bench',
          include: ['test/e2e/**/*.bench.ts'],
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'package',
          globalSetup: ['test/package/make-package.ts'],
          include: ['test/package/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
