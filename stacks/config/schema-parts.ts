/** Forms of values that several keys of the configuration have. */
import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import {
  ALGORITHMS,
  HEALTH_CHECK_PROTOCOLS,
  TAINT_EFFECTS,
  TOLERATION_OPERATORS,
  TRAFFIC_PORT,
} from "../../components/index.ts";

/**
 * A text in the user's own words. In a key that holds a secret it is one too; names, ids, blocks and choices stay plain.
 * It is read as a text, and handed to components as an Input where it is secret.
 */
export const freeText = z.string() as unknown as z.ZodType<pulumi.Input<string>>;

/** A mapping of a form that others define; all that is in it is as free as {@link freeText}. */
export const freeForm = z.record(z.string(), z.unknown());

export const tolerations = z.array(
  z.strictObject({
    key: z.string().exactOptional(),
    operator: z.enum(TOLERATION_OPERATORS).exactOptional(),
    value: z.string().exactOptional(),
    effect: z.enum(TAINT_EFFECTS).exactOptional(),
  }),
);

export const healthCheck = z.strictObject({
  path: freeText.exactOptional(),
  port: z.union([z.int(), z.literal(TRAFFIC_PORT)]).exactOptional(),
  protocol: z.enum(HEALTH_CHECK_PROTOCOLS).exactOptional(),
  intervalSeconds: z.int().exactOptional(),
  timeoutSeconds: z.int().exactOptional(),
  healthyThreshold: z.int().exactOptional(),
  unhealthyThreshold: z.int().exactOptional(),
  successCodes: z.string().exactOptional(),
});

export const targetGroup = z.strictObject({
  deregistrationDelaySeconds: z.int().exactOptional(),
  slowStartSeconds: z.int().exactOptional(),
  algorithm: z.enum(ALGORITHMS).exactOptional(),
  anomalyMitigation: z.boolean().exactOptional(),
  crossZone: z.boolean().exactOptional(),
  stickiness: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("lb_cookie"), durationSeconds: z.int() }),
      z.strictObject({ type: z.literal("app_cookie"), cookieName: z.string(), durationSeconds: z.int() }),
    ])
    .exactOptional(),
});
