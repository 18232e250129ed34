import { expect, it } from "vitest";
import { SimulatedCloud } from "../../../sim/cloud.ts";
import { chosenName, namePrefixOf, physicalName, prefixedName } from "../../../sim/core/physical-name.ts";

it("adds seven hexadecimal digits, other ones each time", () => {
  const cloud = new SimulatedCloud();
  const first = physicalName({ cloud, name: "web" }, 32);
  const second = physicalName({ cloud, name: "web" }, 32);
  expect(first).toMatch(/^web-[0-9a-f]{7}$/);
  expect(second).toMatch(/^web-[0-9a-f]{7}$/);
  expect(first).not.toBe(second);
});

it("refuses a name that the digits would make too long", () => {
  const cloud = new SimulatedCloud();
  const name = "a".repeat(24);
  expect(physicalName({ cloud, name }, 32)).toHaveLength(32);
  expect(() => physicalName({ cloud, name: `${name}b` }, 32)).toThrow(
    `name '${name}b-' plus 7 random chars is longer than maximum length 32`,
  );
});

it("puts the time and a suffix after a name prefix", () => {
  const cloud = new SimulatedCloud({ startTime: Date.UTC(2026, 0, 2, 3, 4, 5, 678) });
  expect(prefixedName(cloud, "web-")).toMatch(/^web-202601020304056780[0-9a-f]{8}$/);
});

it("finds the prefix of a name that was made from one, and none in others", () => {
  expect(namePrefixOf(prefixedName(new SimulatedCloud(), "web-"))).toBe("web-");
  expect(["web", "web-1a2b3c4", "0".repeat(26)].map(namePrefixOf)).toEqual(["", "", ""]);
});

it("prefers a given name to a prefix, and a prefix to Pulumi's name", () => {
  const context = { cloud: new SimulatedCloud(), name: "web" };
  expect(chosenName(context, { name: "given", namePrefix: "pre-" }, 64)).toBe("given");
  expect(chosenName(context, { namePrefix: "pre-" }, 64)).toMatch(/^pre-/);
  expect(chosenName(context, {}, 64)).toMatch(/^web-/);
});
