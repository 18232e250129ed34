/** What the stacks of a fleet must know of a Network Load Balancer that several clusters share. */
import { z } from "zod";
import { NLB_PROTOCOLS, TARGET_TYPES } from "../../components/index.ts";
import type { Shape } from "./shape.ts";

const port = z.int().min(1).max(65_535);

const targetGroup = z.object({
  port,
  /** What targets are spoken to in. */
  protocol: z.enum(NLB_PROTOCOLS),
  /** Port of the pods, by number or name. */
  targetPort: z.string(),
  arn: z.string().regex(/^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:targetgroup\/.+$/),
});

export const sharedNlb = z.object({
  loadBalancerDnsName: z.string(),
  /** Whether it takes pods of other clusters, too. */
  shared: z.boolean(),
  targetType: z.enum(TARGET_TYPES),
  /** Port on which pods of every cluster must answer health checks; absent where that is the one they serve on. */
  healthCheckPort: port.optional(),
  /** Whether targets are spoken to in TLS. */
  tlsToTargets: z.boolean(),
  /** Seconds that a connection to a target which is being removed still lasts: pods of every cluster must live that long. */
  deregistrationDelaySeconds: z.int().min(0).max(3_600),
  /** What else cannot change without another target group, by key. */
  fixed: z.record(z.string(), z.string()),
  targetGroups: z.array(targetGroup),
});

/** The load balancer of one application. */
export type SharedNlb = z.infer<typeof sharedNlb>;

const nlbs = z.record(z.string(), sharedNlb);

/** Those of all applications, by name; a stack without any has no such output. */
export const SHARED_NLBS: Shape<Readonly<Record<string, SharedNlb>> | undefined> = {
  expected:
    "Network Load Balancers by application, each with loadBalancerDnsName, shared, targetType, tlsToTargets, " +
    "deregistrationDelaySeconds, fixed and targetGroups (port, protocol, targetPort, arn)",
  accepts: (value): value is Readonly<Record<string, SharedNlb>> | undefined =>
    nlbs.optional().safeParse(value).success,
};
