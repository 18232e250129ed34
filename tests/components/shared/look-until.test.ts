import { expect, it } from "vitest";
import { lookUntil } from "../../../components/shared/look-until.ts";

const inVain = (problem: string) => `in vain: ${problem}.`;

/** What comes of looks that go as told, the last of them again and again. */
function looking(...looks: readonly (string | Error)[]): Promise<string> {
  let count = 0;
  const look = async () => {
    const found = looks[Math.min(count++, looks.length - 1)]!;
    if (found instanceof Error) throw found;
    return found;
  };
  return lookUntil(look, (found) => (found === "made" ? undefined : `it is ${found}`), inVain);
}

it("looks until nothing is missing", async () => {
  expect(await looking(new Error("no listener"), "stale", "made")).toBe("made");
});

it.each([
  ["what is missing in the end", ["new", "stale"], "in vain: it is stale."],
  ["why there is nothing to look at", [new Error("no listener")], "in vain: no listener."],
  [
    "why looks before failed, each reason once",
    [new Error("NotSimulated: one"), new Error("no listener"), new Error("NotSimulated: one"), "stale"],
    "in vain: it is stale; a look before failed: NotSimulated: one; a look before failed: no listener.",
  ],
  [
    "the reason of the last look first",
    [new Error("NotSimulated: one"), new Error("no listener")],
    "in vain: no listener; a look before failed: NotSimulated: one.",
  ],
])("tells %s", async (_what, looks, message) => {
  await expect(looking(...looks)).rejects.toMatchObject({ message });
});
