/**
 * Custom networking of the VPC CNI: an ENIConfig says in which subnet, and with which security groups, a node's
 * interfaces for pods are. https://docs.aws.amazon.com/eks/latest/userguide/cni-custom-network-tutorial.html
 */
import { z } from "zod";
import type { Manifest } from "../../../kubernetes/types.ts";

const GROUP = "crd.k8s.amazonaws.com";

/** The add-on's configuration `eniConfig`: subnets by the name of their ENIConfig. */
export const eniConfigSchema = z.strictObject({
  create: z.boolean(),
  region: z.string(),
  subnets: z.record(
    z.string(),
    z.strictObject({ id: z.string(), securityGroups: z.array(z.string()).optional() }),
  ),
});

/** The kind ENIConfig, and the objects that the configuration asks for. */
export function eniConfigManifests(configuration: unknown): Manifest[] {
  const { create, subnets } = eniConfigSchema.partial().parse(configuration ?? {});
  if (create !== true || subnets === undefined) return [definition];
  const objects = Object.entries(subnets).map(([name, { id, securityGroups }]) => ({
    apiVersion: `${GROUP}/v1alpha1`,
    kind: "ENIConfig",
    metadata: { name },
    spec: { subnet: id, ...(securityGroups === undefined ? {} : { securityGroups }) },
  }));
  return [definition, ...objects];
}

const definition: Manifest = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `eniconfigs.${GROUP}` },
  spec: {
    group: GROUP,
    names: { kind: "ENIConfig", listKind: "ENIConfigList", plural: "eniconfigs", singular: "eniconfig" },
    scope: "Cluster",
    versions: [
      {
        name: "v1alpha1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
};
