/** Actions of listeners and rules: which are valid, and what the API makes of them. */
import type { Cloud } from "../../../core/cloud.ts";
import { defined } from "../../../core/defined.ts";
import { AwsError, NotSimulated } from "../../../core/errors.ts";
import { loadBalancerType } from "../arns.ts";
import { checkRange, invalidConfiguration, notInEnum, validationError } from "../errors.ts";
import type { LoadBalancerRecord } from "../records.ts";
import type { Action, FixedResponseConfig, ForwardConfig, RedirectConfig } from "../shapes.ts";
import { elbv2State } from "../state.ts";
import { isApplicationProtocol } from "../target-group/protocols.ts";
import { checkTargetCount, countTargets, loadBalancersOf, targetGroupsOf } from "../target-group/usage.ts";

const ACTION_TYPES = [
  "forward",
  "authenticate-oidc",
  "authenticate-cognito",
  "redirect",
  "fixed-response",
  "jwt-validation",
];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MAX_TARGET_GROUPS_PER_ACTION = 5;
const MAX_TARGET_GROUPS_PER_LOAD_BALANCER = 100;

const CONTENT_TYPES = ["text/plain", "text/css", "text/html", "application/javascript", "application/json"];

/**
 * Checks actions and completes them as the API shows them afterwards.
 *
 * @param path of the actions in the request, as messages name it: `defaultActions` or `actions`.
 * @throws AwsError, NotSimulated for actions that sign users in.
 */
export function newActions(
  cloud: Cloud,
  loadBalancer: LoadBalancerRecord,
  actions: readonly Action[],
  path: "defaultActions" | "actions",
): Action[] {
  for (const [index, { Type: type = "" }] of actions.entries()) {
    if (!ACTION_TYPES.includes(type)) throw notInEnum(type, `${path}.${index + 1}.member.type`, ACTION_TYPES);
    if (type.startsWith("authenticate-") || type === "jwt-validation") {
      throw new NotSimulated("elasticloadbalancing:CreateRule", `action ${type}`);
    }
  }
  const isNetwork = loadBalancerType(loadBalancer.arn) === "network";
  if (isNetwork && (path === "actions" || actions.some(({ Type }) => Type !== "forward"))) {
    throw new NotSimulated("elasticloadbalancing:CreateRule", `${path} of a Network Load Balancer`);
  }
  const [action] = actions;
  if (action === undefined) throw validationError("An action must be specified");
  if (actions.length > 1) {
    throw new AwsError(
      "InvalidLoadBalancerAction",
      "You can specify only one of the following actions: 'forward', 'redirect', 'fixed-response'",
    );
  }
  const order = action.Order === undefined ? {} : { Order: action.Order };
  switch (action.Type) {
    case "forward":
      return [{ Type: "forward", ...order, ...newForward(cloud, loadBalancer, action) }];
    case "redirect":
      return [{ Type: "redirect", ...order, RedirectConfig: newRedirect(action.RedirectConfig ?? {}, path) }];
    default:
      checkFixedResponse(action.FixedResponseConfig ?? {}, path);
      return [{ Type: "fixed-response", ...order, FixedResponseConfig: action.FixedResponseConfig ?? {} }];
  }
}

function newForward(
  cloud: Cloud,
  loadBalancer: LoadBalancerRecord,
  action: Action,
): { readonly TargetGroupArn?: string; readonly ForwardConfig: ForwardConfig } {
  const tuples =
    action.ForwardConfig?.TargetGroups ??
    (action.TargetGroupArn === undefined ? [] : [{ TargetGroupArn: action.TargetGroupArn }]);
  const arns = tuples.flatMap(({ TargetGroupArn: arn }) => arn ?? []);
  if (arns.length === 0) throw validationError("A target group ARN must be specified");
  if (action.TargetGroupArn !== undefined && arns.some((arn) => arn !== action.TargetGroupArn)) {
    throw new AwsError(
      "InvalidLoadBalancerAction",
      "You cannot specify both TargetGroupArn and ForwardConfig with different target groups",
    );
  }
  if (new Set(arns).size < arns.length) {
    throw validationError("A target group can be specified only once in a forward action");
  }
  if (arns.length > MAX_TARGET_GROUPS_PER_ACTION) {
    throw new AwsError(
      "InvalidLoadBalancerAction",
      `An action can forward to at most '${MAX_TARGET_GROUPS_PER_ACTION}' target groups`,
    );
  }
  const used = new Set(targetGroupsOf(elbv2State(cloud), loadBalancer.arn).map(({ arn }) => arn));
  for (const arn of arns) used.add(arn);
  if (used.size > MAX_TARGET_GROUPS_PER_LOAD_BALANCER) {
    throw new AwsError(
      "TooManyUniqueTargetGroupsPerLoadBalancer",
      `The maximum number of unique target groups on load balancer '${loadBalancer.arn}' has been reached`,
    );
  }
  for (const arn of arns) checkTargetGroup(cloud, loadBalancer, arn);
  const groups = [...used].map((arn) => elbv2State(cloud).targetGroups.get(arn));
  checkTargetCount(cloud, loadBalancer.arn, countTargets(groups));
  for (const { Weight: weight } of tuples) if (weight !== undefined) checkRange(weight, "weight", 0, 999);
  const stickiness = action.ForwardConfig?.TargetGroupStickinessConfig;
  if (stickiness?.Enabled === true) {
    checkRange(stickiness.DurationSeconds ?? Number.NaN, "durationSeconds", 1, 604_800);
  }
  const [only] = arns;
  return {
    ...(arns.length === 1 && only !== undefined ? { TargetGroupArn: only } : {}),
    ForwardConfig: {
      TargetGroups: tuples.map(({ TargetGroupArn, Weight = 1 }) => ({
        ...defined({ TargetGroupArn }),
        Weight,
      })),
      TargetGroupStickinessConfig: { Enabled: false, ...stickiness },
    },
  };
}

function checkTargetGroup(cloud: Cloud, loadBalancer: LoadBalancerRecord, arn: string): void {
  const group = elbv2State(cloud).targetGroups.get(arn);
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html#API_CreateListener_Errors
  if (isApplicationProtocol(group.protocol) !== (loadBalancerType(loadBalancer.arn) === "application")) {
    throw new AwsError(
      "IncompatibleProtocols",
      "The specified configuration is not valid with this protocol.",
    );
  }
  if (group.vpcId !== loadBalancer.vpcId) {
    throw invalidConfiguration(
      `The following target groups do not belong to the same VPC as the load balancer: '${arn}'`,
    );
  }
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html#API_CreateListener_Errors
  if (loadBalancersOf(elbv2State(cloud), arn).some((user) => user !== loadBalancer.arn)) {
    throw new AwsError(
      "TargetGroupAssociationLimit",
      `The following target groups cannot be associated with more than one load balancer: ${arn}`,
    );
  }
}

function newRedirect(config: RedirectConfig, path: string): RedirectConfig {
  const statusCodes = ["HTTP_301", "HTTP_302"];
  const { StatusCode: statusCode = "" } = config;
  if (!statusCodes.includes(statusCode)) {
    throw notInEnum(statusCode, `${path}.1.member.redirectConfig.statusCode`, statusCodes);
  }
  const defaults = {
    Protocol: "#{protocol}",
    Port: "#{port}",
    Host: "#{host}",
    Path: "/#{path}",
    Query: "#{query}",
  };
  const redirect = { ...defaults, ...config };
  if (!/^(HTTPS?|#\{protocol\})$/.test(redirect.Protocol)) {
    throw validationError(
      `Redirect protocol '${redirect.Protocol}' must be one of 'HTTP, HTTPS, #{protocol}'`,
    );
  }
  const { Protocol, Port, Host, Path } = defaults;
  if (
    redirect.Protocol === Protocol &&
    redirect.Port === Port &&
    redirect.Host === Host &&
    redirect.Path === Path
  ) {
    throw new AwsError(
      "InvalidLoadBalancerAction",
      "The redirect configuration is not valid because it creates a loop",
    );
  }
  return redirect;
}

function checkFixedResponse(config: FixedResponseConfig, path: string): void {
  const { StatusCode: status = "", ContentType: contentType, MessageBody: body = "" } = config;
  if (!/^(2|4|5)\d\d$/.test(status)) {
    throw validationError(
      `1 validation error detected: Value '${status}' at '${path}.1.member.fixedResponseConfig.statusCode' ` +
        `failed to satisfy constraint: Member must satisfy regular expression pattern: ^(2|4|5)\\d\\d$`,
    );
  }
  if (contentType !== undefined && !CONTENT_TYPES.includes(contentType)) {
    throw new AwsError(
      "InvalidLoadBalancerAction",
      "The ContentType must be one of:'text/html', 'application/json', 'application/javascript', 'text/css', 'text/plain'",
    );
  }
  if (body.length > 1024) {
    throw validationError(
      `1 validation error detected: Value at '${path}.1.member.fixedResponseConfig.messageBody' ` +
        `failed to satisfy constraint: Member must have length less than or equal to 1024`,
    );
  }
}
