import { describe, expect, it } from "vitest";
import { keepIgnored } from "../../../sim/core/diff.ts";
import { NotSimulated } from "../../../sim/core/errors.ts";

describe("keepIgnored", () => {
  const before = { spec: { replicas: 2, image: "a" } };
  const after = { spec: { replicas: 3, image: "b" }, metadata: { annotations: { note: "new" } } };

  it("keeps the old values at the paths, and changes the rest", () => {
    expect(keepIgnored(before, after, ["spec.replicas"])).toEqual({
      ...after,
      spec: { replicas: 2, image: "b" },
    });
  });

  it("takes away what was not there before", () => {
    expect(keepIgnored(before, after, ['metadata.annotations["note"]', "spec"])).toEqual({
      spec: before.spec,
      metadata: { annotations: {} },
    });
  });

  it("changes nothing of what it was given", () => {
    keepIgnored(before, after, ["spec", "metadata"]);
    expect(after.spec.replicas).toBe(3);
  });

  it("refuses a wildcard", () => {
    expect(() => keepIgnored(before, after, ["spec.*"])).toThrow(NotSimulated);
  });
});
