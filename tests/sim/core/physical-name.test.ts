import { expect, it } from "vitest";
import { Cloud } from "../../../sim/cloud.ts";
import { physicalName } from "../../../sim/core/physical-name.ts";

it("adds seven hexadecimal digits, other ones each time", () => {
  const cloud = new Cloud();
  const first = physicalName({ cloud, name: "web" }, 32);
  const second = physicalName({ cloud, name: "web" }, 32);
  expect(first).toMatch(/^web-[0-9a-f]{7}$/);
  expect(second).toMatch(/^web-[0-9a-f]{7}$/);
  expect(first).not.toBe(second);
});

it("refuses a name that the digits would make too long", () => {
  const cloud = new Cloud();
  const name = "a".repeat(24);
  expect(physicalName({ cloud, name }, 32)).toHaveLength(32);
  expect(() => physicalName({ cloud, name: `${name}b` }, 32)).toThrow(
    `name '${name}b-' plus 7 random chars is longer than maximum length 32`,
  );
});
