import { defined } from "../../../../../core/defined.ts";
import { NotSimulated } from "../../../../../core/errors.ts";
import type {
  GatewayListener,
  ListenerConfiguration,
  ListenerRuleConfiguration,
  Route,
} from "../../kubernetes/gateway-objects.ts";
import { namespacedName } from "../../kubernetes/objects.ts";
import type { ListenerProtocol, ListenerResource, ListenerRuleResource, RuleAction } from "../../model.ts";
import { mutualAuthentication } from "../../mutual-authentication.ts";
import { keyValues, withDefaultTags } from "../../tags.ts";
import { rulesByPrecedence, type MatchedRule } from "../precedence.ts";
import type { Attachments } from "../routes.ts";
import { ruleConfiguration } from "../rule-configuration.ts";
import { resolveBackend } from "./backends.ts";
import { ruleConditions } from "./conditions.ts";
import type { BuildContext } from "./context.ts";
import { redirectOf, transformsOf } from "./filters.ts";
import { buildTargetGroup } from "./target-group.ts";

type ConfiguredAction = NonNullable<ListenerRuleConfiguration["spec"]["actions"]>[number];

const NOT_FOUND: RuleAction = {
  type: "fixed-response",
  config: { ContentType: "text/plain", StatusCode: "404" },
};
const NO_BACKEND: RuleAction = {
  type: "fixed-response",
  config: { ContentType: "text/plain", StatusCode: "500" },
};

/** A listener for each port that has a route. Facts: pkg/gateway/model/model_build_listener.go. */
export function buildListeners(
  context: BuildContext,
  routes: Attachments["byPort"],
): readonly ListenerResource[] {
  return context.gateway.spec.listeners
    .filter(({ port }) => routes.has(port))
    .toSorted((a, b) => a.port - b.port)
    .map((listener) => buildListener(context, listener, routes.get(listener.port)!));
}

function buildListener(
  context: BuildContext,
  listener: GatewayListener,
  routes: readonly Route[],
): ListenerResource {
  const { port } = listener;
  const protocol = listener.protocol as ListenerProtocol;
  const configured = configurationOf(context, `${protocol}:${port}`);
  const certificates = protocol === "HTTPS" ? certificatesOf(context, configured, port, routes) : [];
  return {
    port,
    protocol,
    defaultActions: [NOT_FOUND],
    certificates: certificates.map((CertificateArn) => ({ CertificateArn })),
    ...(protocol === "HTTPS" &&
      defined({
        sslPolicy: configured?.sslPolicy ?? context.config.defaultSslPolicy,
        mutualAuthentication:
          configured?.mutualAuthentication && mutualAuthentication(configured.mutualAuthentication),
      })),
    attributes: keyValues(configured?.listenerAttributes),
    tags: withDefaultTags(context.config, context.spec.tags ?? {}),
    rules: rulesByPrecedence(routes).map((rule, index) => buildRule(context, rule, protocol, index + 1)),
  };
}

function configurationOf({ spec }: BuildContext, protocolPort: string): ListenerConfiguration | undefined {
  const found = spec.listenerConfigurations?.find(
    (configuration) => configuration.protocolPort.toUpperCase() === protocolPort,
  );
  if (found?.quicEnabled === true) throw new Error("QUIC protocol upgrade not supported for protocol HTTP");
  return found;
}

/** Certificates of Secrets, which listeners of the Gateway API refer to, are not looked at. */
function certificatesOf(
  { gateway }: BuildContext,
  configured: ListenerConfiguration | undefined,
  port: number,
  routes: readonly Route[],
): readonly string[] {
  const { defaultCertificate, certificates = [] } = configured ?? {};
  const named = [...(defaultCertificate === undefined ? [] : [defaultCertificate]), ...certificates];
  if (named.length > 0) return named;
  if (routes.some(({ spec }) => spec.hostnames !== undefined)) {
    throw new NotSimulated("certificates that are found by a Gateway's host names");
  }
  throw new Error(
    `No hostnames found for TLS cert discovery for listener on gateway ${namespacedName(gateway)} with protocol:port HTTPS:${port}`,
  );
}

function buildRule(
  context: BuildContext,
  rule: MatchedRule,
  protocol: ListenerProtocol,
  priority: number,
): ListenerRuleResource {
  const { spec, refused } = ruleConfiguration(context.reader, rule.route, rule.rule);
  const matched = refused === undefined ? rule : { ...rule, rule: { ...rule.rule, backendRefs: [] } };
  return {
    priority,
    conditions: ruleConditions(rule, spec),
    actions: [buildAction(context, matched, spec?.actions?.[0], protocol)],
    transforms: transformsOf(rule),
    tags: withDefaultTags(context.config, {}),
  };
}

/** Target groups are made for backends also where the rule answers by itself. */
function buildAction(
  context: BuildContext,
  rule: MatchedRule,
  configured: ConfiguredAction | undefined,
  protocol: ListenerProtocol,
): RuleAction {
  const forward = forwardTo(context, rule, protocol);
  if (configured?.fixedResponseConfig !== undefined) return fixedResponse(configured.fixedResponseConfig);
  const redirect = redirectOf(rule, configured?.redirectConfig);
  return redirect === undefined ? (forward ?? NO_BACKEND) : { type: "redirect", config: redirect };
}

function fixedResponse({
  statusCode,
  contentType,
  messageBody,
}: NonNullable<ConfiguredAction["fixedResponseConfig"]>): RuleAction {
  return {
    type: "fixed-response",
    config: {
      StatusCode: String(statusCode),
      ...defined({ ContentType: contentType, MessageBody: messageBody }),
    },
  };
}

/** Undefined where no backend has a weight. */
function forwardTo(
  context: BuildContext,
  { route, rule }: MatchedRule,
  protocol: ListenerProtocol,
): RuleAction | undefined {
  const targetGroups = (rule.backendRefs ?? []).flatMap((reference) => {
    const backend = resolveBackend(context.reader, route, reference);
    if ("refused" in backend) return [];
    const targetGroup =
      "service" in backend
        ? { resource: buildTargetGroup(context, backend.service, protocol).resourceId }
        : { id: arnOf(context, backend.targetGroupName) };
    return [{ targetGroup, weight: reference.weight ?? 1 }];
  });
  return targetGroups.some(({ weight }) => weight !== 0) ? { type: "forward", targetGroups } : undefined;
}

/** A target group that somebody else made. */
function arnOf({ aws }: BuildContext, name: string): string {
  const { TargetGroups } = aws.call("elasticloadbalancing", "DescribeTargetGroups", { Names: [name] });
  return TargetGroups[0]!.TargetGroupArn;
}
