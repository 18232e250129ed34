import { defined } from "../../../../core/defined.ts";
import type { FixedResponseConfig, RedirectConfig } from "../../../../aws/elbv2/shapes.ts";
import { jsonOf, type Annotations } from "./annotations.ts";

/** An action as the annotation `actions.NAME` or a backend describes it, checked. */
export type ActionConfig =
  | { readonly type: "fixed-response"; readonly config: FixedResponseConfig }
  | { readonly type: "redirect"; readonly config: RedirectConfig }
  | {
      readonly type: "forward";
      readonly targetGroups: readonly TargetGroupChoice[];
      readonly stickiness?: { readonly Enabled?: boolean; readonly DurationSeconds?: number };
    };

/** Exactly one of ARN, name and Service. */
export interface TargetGroupChoice {
  readonly arn?: string;
  readonly name?: string;
  readonly service?: { readonly name: string; readonly port: number | string };
  readonly weight?: number;
}

/** The annotation's JSON. Facts: pkg/ingress/config_types.go. */
interface RawAction {
  readonly type?: string;
  readonly targetGroupARN?: string;
  readonly targetGroupName?: string;
  readonly fixedResponseConfig?: {
    readonly contentType?: string;
    readonly messageBody?: string;
    readonly statusCode?: string;
  };
  readonly redirectConfig?: {
    readonly host?: string;
    readonly path?: string;
    readonly port?: string;
    readonly protocol?: string;
    readonly query?: string;
    readonly statusCode?: string;
  };
  readonly forwardConfig?: {
    readonly targetGroups?: readonly RawTargetGroup[];
    readonly targetGroupStickinessConfig?: { readonly enabled?: boolean; readonly durationSeconds?: number };
  };
}

interface RawTargetGroup {
  readonly targetGroupARN?: string;
  readonly targetGroupName?: string;
  readonly serviceName?: string;
  readonly servicePort?: number | string;
  readonly weight?: number;
}

/** The action of the annotation `actions.NAME`, if there is one. @throws Error */
export function parseAction(annotations: Annotations | undefined, name: string): ActionConfig | undefined {
  const raw = jsonOf(annotations, `actions.${name}`) as RawAction | undefined;
  if (raw === undefined) return undefined;
  switch (raw.type) {
    case "fixed-response":
      return { type: raw.type, config: fixedResponse(raw) };
    case "redirect":
      return { type: raw.type, config: redirect(raw) };
    case "forward":
      return forward(raw);
    default:
      throw new Error(`unknown action type: ${raw.type ?? ""}`);
  }
}

function fixedResponse({ fixedResponseConfig: raw }: RawAction): FixedResponseConfig {
  if (raw === undefined) throw new Error("missing FixedResponseConfig");
  if (!raw.statusCode) throw new Error("invalid FixedResponseConfig: statusCode is required");
  return {
    StatusCode: raw.statusCode,
    ...defined({ ContentType: raw.contentType, MessageBody: raw.messageBody }),
  };
}

function redirect({ redirectConfig: raw }: RawAction): RedirectConfig {
  if (raw === undefined) throw new Error("missing RedirectConfig");
  if (!raw.statusCode) throw new Error("invalid RedirectConfig: statusCode is required");
  return {
    StatusCode: raw.statusCode,
    ...defined({ Host: raw.host, Path: raw.path, Port: raw.port, Protocol: raw.protocol, Query: raw.query }),
  };
}

function forward(raw: RawAction): ActionConfig {
  const { forwardConfig, targetGroupARN, targetGroupName } = raw;
  const direct = targetGroupARN !== undefined || targetGroupName !== undefined;
  if (!direct && forwardConfig === undefined) {
    throw new Error("missing ForwardConfig or TargetGroupARN/TargetGroupName");
  }
  if (direct && forwardConfig !== undefined) {
    throw new Error("either ForwardConfig or TargetGroupARN/TargetGroupName can be specified");
  }
  if (forwardConfig === undefined) return { type: "forward", targetGroups: [choice(raw)] };
  const { targetGroups = [], targetGroupStickinessConfig: stickiness } = forwardConfig;
  for (const group of targetGroups) checkTargetGroup(group);
  if (targetGroups.length > 1 && targetGroups.some(({ weight }) => weight === undefined)) {
    throw new Error("invalid ForwardConfig: weight must be set when route to multiple target groups");
  }
  return {
    type: "forward",
    targetGroups: targetGroups.map(choice),
    ...(stickiness !== undefined && {
      stickiness: {
        ...defined({ Enabled: stickiness.enabled, DurationSeconds: stickiness.durationSeconds }),
      },
    }),
  };
}

function checkTargetGroup({
  targetGroupARN,
  targetGroupName,
  serviceName,
  servicePort,
}: RawTargetGroup): void {
  const refuse = (reason: string) => {
    throw new Error(`invalid ForwardConfig: invalid TargetGroupTuple: ${reason}`);
  };
  const direct = targetGroupARN !== undefined || targetGroupName !== undefined;
  if (!direct && serviceName === undefined) refuse("missing serviceName or targetGroupARN/targetGroupName");
  if (direct && serviceName !== undefined) {
    refuse("either serviceName or targetGroupARN/targetGroupName can be specified");
  }
  if (serviceName !== undefined && servicePort === undefined) refuse("missing servicePort");
}

function choice(raw: RawTargetGroup): TargetGroupChoice {
  const weight = raw.weight === undefined ? {} : { weight: raw.weight };
  if (raw.targetGroupARN !== undefined) return { arn: raw.targetGroupARN, ...weight };
  if (raw.targetGroupName !== undefined) return { name: raw.targetGroupName, ...weight };
  return { service: { name: raw.serviceName ?? "", port: portOf(raw.servicePort ?? "") }, ...weight };
}

/** A number written as text is a number. */
function portOf(port: number | string): number | string {
  return typeof port === "string" && /^\d+$/.test(port) ? Number(port) : port;
}
