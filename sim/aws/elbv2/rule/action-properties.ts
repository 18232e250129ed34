/** Actions of listeners and rules as Pulumi's resources have them. */
import { z } from "zod";
import { defined } from "../../../core/defined.ts";
import type { Properties } from "../../../core/resource-type.ts";
import type { Action } from "../shapes.ts";

/** One entry of `defaultActions` or `actions`; actions that sign users in are not simulated. */
export const actionInput = z.strictObject({
  type: z.string(),
  order: z.number().optional(),
  targetGroupArn: z.string().optional(),
  forward: z
    .strictObject({
      targetGroups: z.array(z.strictObject({ arn: z.string(), weight: z.number().optional() })),
      stickiness: z.strictObject({ duration: z.number(), enabled: z.boolean().optional() }).optional(),
    })
    .optional(),
  redirect: z
    .strictObject({
      protocol: z.string().optional(),
      port: z.string().optional(),
      host: z.string().optional(),
      path: z.string().optional(),
      query: z.string().optional(),
      statusCode: z.string(),
    })
    .optional(),
  fixedResponse: z
    .strictObject({
      contentType: z.string(),
      messageBody: z.string().optional(),
      statusCode: z.string().optional(),
    })
    .optional(),
});

type ActionInput = z.output<typeof actionInput>;

/** The action for the API. */
export function apiAction({
  type,
  order,
  targetGroupArn,
  forward,
  redirect,
  fixedResponse,
}: ActionInput): Action {
  return {
    Type: type,
    ...defined({ Order: order, TargetGroupArn: targetGroupArn }),
    ...(forward !== undefined && {
      ForwardConfig: {
        TargetGroups: forward.targetGroups.map(({ arn, weight = 1 }) => ({
          TargetGroupArn: arn,
          Weight: weight,
        })),
        ...(forward.stickiness !== undefined && {
          TargetGroupStickinessConfig: {
            Enabled: forward.stickiness.enabled ?? false,
            DurationSeconds: forward.stickiness.duration,
          },
        }),
      },
    }),
    ...(redirect !== undefined && {
      RedirectConfig: {
        StatusCode: redirect.statusCode,
        ...defined({
          Protocol: redirect.protocol,
          Port: redirect.port,
          Host: redirect.host,
          Path: redirect.path,
          Query: redirect.query,
        }),
      },
    }),
    ...(fixedResponse !== undefined && {
      FixedResponseConfig: {
        ContentType: fixedResponse.contentType,
        ...defined({ MessageBody: fixedResponse.messageBody, StatusCode: fixedResponse.statusCode }),
      },
    }),
  };
}

/** The API's action as a Pulumi property. */
export function actionProperties({
  Type,
  Order = 1,
  TargetGroupArn = "",
  ForwardConfig,
  RedirectConfig,
  FixedResponseConfig,
}: Action): Properties {
  const stickiness = ForwardConfig?.TargetGroupStickinessConfig;
  return {
    type: Type,
    order: Order,
    targetGroupArn: TargetGroupArn,
    ...(ForwardConfig !== undefined && {
      forward: {
        targetGroups: (ForwardConfig.TargetGroups ?? []).map((group) => ({
          arn: group.TargetGroupArn,
          weight: group.Weight,
        })),
        stickiness: { enabled: stickiness?.Enabled ?? false, duration: stickiness?.DurationSeconds ?? 0 },
      },
    }),
    ...(RedirectConfig !== undefined && {
      redirect: {
        protocol: RedirectConfig.Protocol,
        port: RedirectConfig.Port,
        host: RedirectConfig.Host,
        path: RedirectConfig.Path,
        query: RedirectConfig.Query,
        statusCode: RedirectConfig.StatusCode,
      },
    }),
    ...(FixedResponseConfig !== undefined && {
      fixedResponse: {
        contentType: FixedResponseConfig.ContentType ?? "",
        messageBody: FixedResponseConfig.MessageBody ?? "",
        statusCode: FixedResponseConfig.StatusCode,
      },
    }),
  };
}
