import { NotSimulated } from "../../../../core/errors.ts";
import { annotationReader, type Annotations } from "../annotations.ts";
import { namespacedName, type Service } from "../kubernetes/objects.ts";

const PREFIX = "service.beta.kubernetes.io";

/** Annotations of Services under `service.beta.kubernetes.io/`. Facts: docs/guide/service/annotations.md of the controller. */
export const { stringOf, listOf, int32Of, booleanOf, mapOf } = annotationReader(PREFIX);

const SIMULATED: readonly string[] = [
  "additional-resource-tags",
  "attributes",
  "backend-protocol",
  "cross-zone-load-balancing-enabled",
  "eip-allocations",
  "enable-tcp-udp-listener",
  "healthcheck-healthy-threshold",
  "healthcheck-interval",
  "healthcheck-path",
  "healthcheck-port",
  "healthcheck-protocol",
  "healthcheck-success-codes",
  "healthcheck-timeout",
  "healthcheck-unhealthy-threshold",
  "manage-backend-security-group-rules",
  "multi-cluster-target-group",
  "name",
  "nlb-target-type",
  "private-ipv4-addresses",
  "proxy-protocol",
  "scheme",
  "security-groups",
  "ssl-cert",
  "ssl-negotiation-policy",
  "ssl-ports",
  "subnets",
  "target-group-attributes",
  "target-node-labels",
  "type",
].map((name) => `${PREFIX}/aws-load-balancer-${name}`);

/** Annotations of a Service. */
export function annotationsOf({ metadata }: Service): Annotations {
  return metadata.annotations ?? {};
}

/** @throws NotSimulated for an annotation that asks for what is not modelled. */
export function refuseUnmodelled(service: Service): void {
  const unknown = Object.keys(annotationsOf(service)).find(
    (key) =>
      (key.startsWith(`${PREFIX}/aws-load-balancer-`) && !SIMULATED.includes(key)) ||
      key.startsWith(`${PREFIX}/actions.`),
  );
  if (unknown !== undefined) {
    throw new NotSimulated(`annotation ${unknown}`, `Service ${namespacedName(service)}`);
  }
}
