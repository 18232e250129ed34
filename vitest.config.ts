import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 20_000,
    coverage: {
      provider: "v8",
      include: ["components/**/*.ts", "stacks/**/*.ts", "sim/**/*.ts", "fleet/**/*.ts"],
      reporter: ["text-summary", "json-summary"],
    },
  },
});
