import { expect, it } from "vitest";
import { requireMultiCluster } from "../../../components/shared/revision.ts";

const MULTI_CLUSTER = "alb.ingress.kubernetes.io/multi-cluster-target-group";

it("insists on the annotation that protects the pods of other clusters", () => {
  const message =
    `transform.ingress takes the annotation ${MULTI_CLUSTER} away, without which the controller takes the pods of all ` +
    "other clusters out of the target group; add to args.metadata.annotations instead of replacing them";
  const require = (annotations: Record<string, string>) =>
    requireMultiCluster(annotations, MULTI_CLUSTER, "transform.ingress");
  const group = { "alb.ingress.kubernetes.io/group.name": "a" };
  expect(() => require(group)).toThrow(message);
  expect(() => require({ ...group, [MULTI_CLUSTER]: "false" })).toThrow(message);
  expect(require({ ...group, [MULTI_CLUSTER]: "true" })).toEqual({
    ...group,
    [MULTI_CLUSTER]: "true",
  });
});
