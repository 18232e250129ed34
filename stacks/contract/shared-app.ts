/** What the stacks of a fleet must know of an application behind their load balancer. */
import { z } from "zod";
import { PROTOCOL_VERSIONS, TARGET_TYPES, TRAFFIC_PORT } from "../../components/index.ts";
import type { Shape } from "./shape.ts";

/** Who made a target group, and for whom. */
const TARGET_GROUP_KINDS = ["controller", "gateway", "alb", "own"] as const;

/** Of what the controller makes load balancers. */
const BALANCERS = ["ingress", "gateway"] as const;

const arn = z.string().regex(/^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:targetgroup\/.+$/);
const port = z.int().min(1).max(65_535);

export const sharedTargetGroup = z.object({
  /** `controller`: made for an Ingress. `gateway`: made for a Gateway. `alb`: Pulumi's, for all clusters. `own`: Pulumi's, for one cluster. */
  kind: z.enum(TARGET_GROUP_KINDS),
  arn,
  /** The one cluster whose pods it takes; absent where all clusters share it. */
  cluster: z.string().optional(),
  /** Whether a controller's load balancer forwards to what Pulumi made; absent where an earlier program did not say. */
  behindIngress: z.boolean().optional(),
  /** What that load balancer is made of; absent where Pulumi made it, or an earlier program did not say. */
  balancer: z.enum(BALANCERS).optional(),
  /** What part of the requests the one cluster gets; absent where all clusters share it. */
  weight: z.int().min(0).max(999).optional(),
});

const app = z.object({
  targetGroups: z.array(sharedTargetGroup),
  /** Port on which pods of every cluster listen; absent where the sharing stack's program did not say. */
  port: port.optional(),
  /** Port on which pods of every cluster must answer health checks. */
  healthCheckPort: z.union([z.literal(TRAFFIC_PORT), port]),
  /** Seconds that a target which is being removed still gets to answer: pods of every cluster must live that long. */
  deregistrationDelaySeconds: z.int().min(0).max(3_600),
  targetType: z.enum(TARGET_TYPES),
  protocolVersion: z.enum(PROTOCOL_VERSIONS),
  /** Whether clusters are to let go of it. */
  retire: z.boolean(),
  /** Namespace that it has for itself, empty if none; absent where the sharing stack's program did not say. */
  namespace: z.string().optional(),
});

/** A target group that clusters bind. */
export type SharedTargetGroup = z.infer<typeof sharedTargetGroup>;

/** One application, as the stack that owns its target groups shares it. */
export type SharedApp = z.infer<typeof app>;

const apps = z.record(z.string(), app);

/** Every application by name. */
export const SHARED_APPS: Shape<Readonly<Record<string, SharedApp>>> = {
  expected:
    "applications by name, each with targetGroups (kind, arn), healthCheckPort, deregistrationDelaySeconds, targetType, " +
    "protocolVersion and retire",
  accepts: (value): value is Readonly<Record<string, SharedApp>> => apps.safeParse(value).success,
};
