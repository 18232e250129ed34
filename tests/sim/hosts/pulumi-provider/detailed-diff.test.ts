import providerproto from "@pulumi/pulumi/proto/provider_pb.js";
import { describe, expect, it } from "vitest";
import type { ResourceDiff } from "../../../../sim/core/diff.ts";
import type { Properties } from "../../../../sim/core/resource-type.ts";
import { detailedDiff } from "../../../../sim/hosts/pulumi-provider/detailed-diff.ts";

const { ADD, DELETE, UPDATE, UPDATE_REPLACE } = providerproto.PropertyDiff.Kind;

describe("detailedDiff", () => {
  it("names what was added, changed and taken away, each by its own path", () => {
    expect(
      kinds(
        { changed: ["metadata", "spec"], replace: [] },
        { metadata: { labels: { "app.kubernetes.io/name": "a" } }, spec: { ports: [{ port: 80 }], old: 1 } },
        { metadata: { labels: { "app.kubernetes.io/name": "b" } }, spec: { ports: [{ port: 81 }], new: 1 } },
      ),
    ).toEqual({
      'metadata.labels["app.kubernetes.io/name"]': UPDATE,
      "spec.ports[0].port": UPDATE,
      "spec.old": DELETE,
      "spec.new": ADD,
    });
  });

  it("takes an array of another length as one difference", () => {
    expect(kinds({ changed: ["subnets"], replace: [] }, { subnets: ["a"] }, { subnets: ["b", "a"] })).toEqual(
      {
        subnets: UPDATE,
      },
    );
  });

  it.each([{ replace: "spec" }, { replace: "spec.vpcID" }])(
    "marks a difference that $replace makes a replacement, and no other",
    ({ replace }) => {
      expect(
        kinds(
          { changed: ["spec", "tags"], replace: [replace] },
          { spec: { vpcID: "vpc-1" }, tags: "a" },
          { spec: { vpcID: "vpc-2" }, tags: "b" },
        ),
      ).toEqual({ "spec.vpcID": UPDATE_REPLACE, tags: UPDATE });
    },
  );
});

function kinds(diff: Omit<ResourceDiff, "deleteBeforeReplace">, before: Properties, after: Properties) {
  const found = detailedDiff({ ...diff, deleteBeforeReplace: false }, before, after);
  return Object.fromEntries([...found].map(([path, difference]) => [path, difference.getKind()]));
}
