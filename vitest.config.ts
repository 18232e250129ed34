import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/engine/**"],
          testTimeout: 20_000,
          hookTimeout: 60_000,
          // Loading modules takes longer than running the tests, so each thread loads them once for all its files.
          // Tests that run Pulumi programs set the SDK's process-wide state anew each time, as the hosts do.
          pool: "threads",
          maxWorkers: "100%",
          isolate: false,
        },
      },
      {
        // Each test runs the Pulumi engine several times; two at once would only be in each other's way.
        extends: true,
        test: {
          name: "engine",
          include: ["tests/engine/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["components/**/*.ts", "stacks/**/*.ts", "sim/**/*.ts", "fleet/**/*.ts"],
      reporter: ["text-summary", "json-summary"],
      thresholds: {
        "components/**/*.ts": { lines: 90 },
        "stacks/**/*.ts": { lines: 90 },
        "sim/**/*.ts": { lines: 90 },
      },
    },
  },
});
