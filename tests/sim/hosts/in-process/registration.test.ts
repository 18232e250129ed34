import { describe, expect, it } from "vitest";
import { durationMs } from "../../../../sim/hosts/in-process/registration.ts";

describe("a duration as customTimeouts takes it", () => {
  it.each<readonly [string, number]>([
    ["500ms", 500],
    ["45s", 45_000],
    ["10m", 600_000],
    ["1.5h", 5_400_000],
    ["1h30m", 5_400_000],
  ])("%s is %i milliseconds", (text, expected) => {
    expect(durationMs(text)).toBe(expected);
  });

  it.each(["10", "10 m", "ten minutes", "1d"])("%s is none", (text) => {
    expect(() => durationMs(text)).toThrow(`"${text}" is not a duration; write it as 90s, 10m or 1h30m`);
  });
});
