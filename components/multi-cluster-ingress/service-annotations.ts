import type { ResolvedApp } from "./resolve-app.ts";
import { healthCheckAnnotations } from "../shared/load-balancer/health-check.ts";
import { mapAnnotation, type Annotations } from "../shared/controller-annotations.ts";
import { prefixed } from "./ingress-annotations.ts";
import { targetGroupAttributes } from "../shared/load-balancer/target-group.ts";
import { defined } from "../shared/defined.ts";
import { INGRESS_APP_DEFAULTS } from "./app-args.ts";

/**
 * What the controller reads on the Service of an app, before what it reads on the Ingress: what differs there.
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
 */
export function serviceAnnotations({
  targetType,
  protocolVersion,
  healthCheck,
  targetGroup,
}: ResolvedApp): Annotations {
  return prefixed({
    ...defined({
      "target-type": unlessDefault(targetType, INGRESS_APP_DEFAULTS.targetType),
      "backend-protocol-version": unlessDefault(protocolVersion, INGRESS_APP_DEFAULTS.protocolVersion),
    }),
    ...(healthCheck === undefined ? undefined : healthCheckAnnotations(healthCheck)),
    ...defined({
      "target-group-attributes": targetGroup && mapAnnotation(targetGroupAttributes(targetGroup)),
    }),
  });
}

function unlessDefault(value: string, ofAll: string): string | undefined {
  return value === ofAll ? undefined : value;
}
