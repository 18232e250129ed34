import { change, type Change } from "./change.ts";
import { IN_GIVEN_VPC } from "./fleets.ts";

export const INGRESS_CLASS_CHANGES: readonly Change[] = [
  change("controller.ingressClass.name", "edge", { updates: ["Ingress"], replaces: ["IngressClass"] }),
  change("controller.ingressClass.isDefault", true, { updates: ["IngressClass"] }),
  change("controller.ingressClass.scheme", "internet-facing", {
    creates: ["IngressClassParams"],
    updates: ["Ingress", "IngressClass", "Release"],
  }),
  change("controller.ingressClass.scheme", "internal", {
    refused:
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - ingress.scheme is "internet-facing", but the ingress class decides on "internal"; use that, or change the class',
  }),
  change(
    "controller.ingressClass.scheme",
    undefined,
    { updates: ["Ingress", "IngressClass", "Release"], deletes: ["IngressClassParams"] },
    { before: { "controller.ingressClass.scheme": "internet-facing" } },
  ),
  change(
    "controller.ingressClass.scheme",
    "internal",
    { creates: ["IngressClassParams"], updates: ["IngressClass", "Release"] },
    { of: "member" },
  ),
  change("controller.ingressClass.groupName", "edge", {
    refused:
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - ingress.groupName is not set, but the ingress class decides on "edge"; use that, or change the class',
  }),
  change(
    "controller.ingressClass.subnets.ids",
    ["<public subnet 0>", "<public subnet 1>", "<public subnet 2>"],
    { creates: ["IngressClassParams"], updates: ["Ingress", "IngressClass", "Release"] },
    {
      before: IN_GIVEN_VPC,
    },
  ),
  change(
    "controller.ingressClass.subnets.tags",
    { "kubernetes.io/role/elb": ["1"] },
    { creates: ["IngressClassParams"], updates: ["Ingress", "IngressClass", "Release"] },
  ),
  change("controller.ingressClass.inboundCidrs", ["0.0.0.0/1", "128.0.0.0/1"], {
    creates: ["IngressClassParams"],
    updates: ["Ingress", "IngressClass", "Release"],
  }),
  change(
    "controller.ingressClass.tags",
    { team: "platform" },
    { creates: ["IngressClassParams"], updates: ["Ingress", "IngressClass", "Release"] },
  ),
];
