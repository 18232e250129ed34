import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { whyNoEngine } from "../support/engine-programs.ts";

const without = mkdtempSync(join(tmpdir(), "no-engine-"));
const withPulumi = mkdtempSync(join(tmpdir(), "half-an-engine-"));
const withLanguage = mkdtempSync(join(tmpdir(), "other-half-"));
writeFileSync(join(withPulumi, "pulumi"), "");
writeFileSync(join(withLanguage, "pulumi-language-nodejs"), "");

afterAll(() => {
  for (const folder of [without, withPulumi, withLanguage]) rmSync(folder, { recursive: true });
});

it("engine tests run where the engine's programs are on the PATH, asked for or not", () => {
  const PATH = [without, withPulumi, withLanguage].join(delimiter);
  expect([whyNoEngine({ PATH }), whyNoEngine({ PATH, REQUIRE_ENGINE: "1" })]).toEqual([undefined, undefined]);
});

it.each([
  ["nothing", without, "pulumi"],
  ["no language host", withPulumi, "pulumi-language-nodejs"],
])("engine tests are skipped with %s there, and fail with REQUIRE_ENGINE=1", (_, PATH, missing) => {
  expect(whyNoEngine({ PATH })).toBe(`no ${missing} on PATH`);
  expect(() => whyNoEngine({ PATH, REQUIRE_ENGINE: "1" })).toThrow(
    `REQUIRE_ENGINE=1 asks for engine tests, but there is no ${missing} on PATH: ` +
      "install Pulumi, or leave REQUIRE_ENGINE out to skip them",
  );
});
