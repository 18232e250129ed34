import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { withRevision } from "../../../components/multi-cluster-ingress/revision.ts";

const MULTI_CLUSTER = "alb.ingress.kubernetes.io/multi-cluster-target-group";

it("does not count what Pulumi alone reads, nor the order of annotations", async () => {
  const revisionOf = async (annotations: Record<string, string>) => {
    const { revision } = withRevision({ metadata: pulumi.output({ annotations }) });
    return (revision as unknown as { promise(): Promise<string> }).promise();
  };
  const first = await revisionOf({ [MULTI_CLUSTER]: "true", a: "1" });
  expect(first).toMatch(/^[0-9a-f]{16}$/);
  expect(await revisionOf({ a: "1", [MULTI_CLUSTER]: "true", "pulumi.com/waitFor": "x" })).toBe(first);
  expect(await revisionOf({ a: "2", [MULTI_CLUSTER]: "true" })).not.toBe(first);
});
