/** Actions of listeners and rules as Pulumi's resources have them. */
import { NotSimulated } from "../../../core/errors.ts";
import type { Properties } from "../../../core/resource-type.ts";
import type { Action } from "../shapes.ts";

/** One entry of `defaultActions` or `actions`. */
export interface ActionProperties {
  readonly type: string;
  readonly order?: number;
  readonly targetGroupArn?: string;
  readonly forward?: {
    readonly targetGroups: readonly { readonly arn: string; readonly weight?: number }[];
    readonly stickiness?: { readonly duration: number; readonly enabled?: boolean };
  };
  readonly redirect?: {
    readonly protocol?: string;
    readonly port?: string;
    readonly host?: string;
    readonly path?: string;
    readonly query?: string;
    readonly statusCode: string;
  };
  readonly fixedResponse?: {
    readonly contentType: string;
    readonly messageBody?: string;
    readonly statusCode?: string;
  };
}

const KNOWN = ["type", "order", "targetGroupArn", "forward", "redirect", "fixedResponse"];

/** The action for the API. @throws NotSimulated for actions that sign users in. */
export function apiAction(action: ActionProperties): Action {
  const unknown = Object.keys(action).find((key) => !KNOWN.includes(key));
  if (unknown !== undefined) throw new NotSimulated(`aws:lb/listenerRule:ListenerRule.${unknown}`);
  const { order, forward, redirect, fixedResponse, targetGroupArn } = action;
  return {
    Type: action.type,
    ...(order !== undefined && { Order: order }),
    ...(targetGroupArn !== undefined && { TargetGroupArn: targetGroupArn }),
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
        ...(redirect.protocol !== undefined && { Protocol: redirect.protocol }),
        ...(redirect.port !== undefined && { Port: redirect.port }),
        ...(redirect.host !== undefined && { Host: redirect.host }),
        ...(redirect.path !== undefined && { Path: redirect.path }),
        ...(redirect.query !== undefined && { Query: redirect.query }),
      },
    }),
    ...(fixedResponse !== undefined && {
      FixedResponseConfig: {
        ContentType: fixedResponse.contentType,
        ...(fixedResponse.messageBody !== undefined && { MessageBody: fixedResponse.messageBody }),
        ...(fixedResponse.statusCode !== undefined && { StatusCode: fixedResponse.statusCode }),
      },
    }),
  };
}

/** The API's action as a Pulumi property. */
export function actionProperties(action: Action): Properties {
  const stickiness = action.ForwardConfig?.TargetGroupStickinessConfig;
  return {
    type: action.Type,
    order: action.Order ?? 1,
    targetGroupArn: action.TargetGroupArn ?? "",
    ...(action.ForwardConfig !== undefined && {
      forward: {
        targetGroups: (action.ForwardConfig.TargetGroups ?? []).map(({ TargetGroupArn, Weight }) => ({
          arn: TargetGroupArn,
          weight: Weight,
        })),
        stickiness: { enabled: stickiness?.Enabled ?? false, duration: stickiness?.DurationSeconds ?? 0 },
      },
    }),
    ...(action.RedirectConfig !== undefined && {
      redirect: {
        protocol: action.RedirectConfig.Protocol,
        port: action.RedirectConfig.Port,
        host: action.RedirectConfig.Host,
        path: action.RedirectConfig.Path,
        query: action.RedirectConfig.Query,
        statusCode: action.RedirectConfig.StatusCode,
      },
    }),
    ...(action.FixedResponseConfig !== undefined && {
      fixedResponse: {
        contentType: action.FixedResponseConfig.ContentType ?? "",
        messageBody: action.FixedResponseConfig.MessageBody ?? "",
        statusCode: action.FixedResponseConfig.StatusCode,
      },
    }),
  };
}
