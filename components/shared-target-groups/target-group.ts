import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import type { ResolvedHealthCheck } from "../shared/load-balancer/health-check.ts";
import type { ResolvedTargetApp } from "../shared/load-balancer/target-app.ts";
import type { ResolvedTargetGroup } from "../shared/load-balancer/target-group.ts";
import type { ResolvedSharedTargetGroupsArgs } from "./resolve.ts";

/** Every target is registered with its own port, so that this one counts for nothing, and another one of an app replaces nothing. */
const PORT = 80;

/** AWS's provider makes a name of it, new each time, so that a replacement can be there beside the old one; six characters. */
function namePrefix(app: string): string {
  return `${app.slice(0, 5)}-`;
}

/** Says whose requests a target group gets; the test of traffic reads it. */
const APP_TAG = "multicluster-ingress/app";

export function createTargetGroup(
  parent: pulumi.Resource,
  name: string,
  { vpcId, tags, transform }: ResolvedSharedTargetGroupsArgs,
  app: ResolvedTargetApp,
): aws.lb.TargetGroup {
  return createChild(aws.lb.TargetGroup, name, {
    args: {
      namePrefix: namePrefix(app.name),
      vpcId,
      port: PORT,
      protocol: "HTTP",
      protocolVersion: app.protocolVersion,
      targetType: app.targetType,
      healthCheck: healthCheckOf(app.healthCheck),
      ...attributesOf(app.targetGroup),
      tags: { Name: name, [APP_TAG]: app.name, ...tags },
    },
    opts: { parent },
    transform: transform.targetGroup,
  });
}

function healthCheckOf(args: ResolvedHealthCheck): aws.types.input.lb.TargetGroupHealthCheck {
  return {
    enabled: true,
    path: args.path,
    port: String(args.port),
    protocol: args.protocol,
    interval: args.intervalSeconds,
    timeout: args.timeoutSeconds,
    healthyThreshold: args.healthyThreshold,
    unhealthyThreshold: args.unhealthyThreshold,
    matcher: args.successCodes,
  };
}

function attributesOf({ stickiness, ...args }: ResolvedTargetGroup): aws.lb.TargetGroupArgs {
  return {
    deregistrationDelay: args.deregistrationDelaySeconds,
    slowStart: args.slowStartSeconds,
    loadBalancingAlgorithmType: args.algorithm,
    loadBalancingAnomalyMitigation: args.anomalyMitigation ? "on" : "off",
    loadBalancingCrossZoneEnabled: args.crossZone ? "use_load_balancer_configuration" : "false",
    stickiness: stickinessOf(stickiness),
  };
}

function stickinessOf(
  stickiness: ResolvedTargetGroup["stickiness"],
): aws.types.input.lb.TargetGroupStickiness {
  if (stickiness === undefined) return { enabled: false, type: "lb_cookie" };
  const cookieName = stickiness.type === "app_cookie" ? stickiness.cookieName : undefined;
  return {
    enabled: true,
    type: stickiness.type,
    cookieDuration: stickiness.durationSeconds,
    ...defined({ cookieName }),
  };
}
