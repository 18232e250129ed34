/**
 * What the controller's own objects say beside a Gateway and its routes:
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/spec/
 */
import type * as pulumi from "@pulumi/pulumi";
import { defined, unlessEmpty } from "../../shared/defined.ts";
import { mutualAuthentication } from "../../shared/load-balancer/client-certificates.ts";
import type { ResolvedHealthCheck } from "../../shared/load-balancer/health-check.ts";
import {
  loadBalancerAttributes,
  type ResolvedLoadBalancer,
} from "../../shared/load-balancer/load-balancer.ts";
import {
  responseAttributes,
  responseHeadersOf,
  type ListenerProtocol,
} from "../../shared/load-balancer/response-headers.ts";
import { targetGroupAttributes } from "../../shared/load-balancer/target-group.ts";
import { REDIRECT_DEFAULTS } from "../../shared/routing/route.ts";
import type { Tags } from "../../shared/tags.ts";
import type { ResolvedApp } from "../resolve-app.ts";
import type { ResolvedCreateArgs } from "../resolve.ts";
import type { GatewayRule } from "./route-plan.ts";

/** `spec` of the LoadBalancerConfiguration. */
export function loadBalancerSpec(args: ResolvedLoadBalancer): object {
  const { scheme, loadBalancerName, subnetIds, inboundCidrs, tags } = args;
  return {
    scheme,
    listenerConfigurations: listenerConfigurations(args),
    loadBalancerAttributes: keyValues(loadBalancerAttributes(args)),
    ...defined({
      loadBalancerName,
      loadBalancerSubnets: subnetIds?.map((identifier) => ({ identifier })),
      sourceRanges: inboundCidrs,
    }),
    ...tagsOf(tags),
  };
}

function listenerConfigurations({ tls, responseHeaders }: ResolvedLoadBalancer): readonly object[] {
  const attributes = (protocol: ListenerProtocol) =>
    keyValues(responseAttributes(responseHeadersOf(responseHeaders, protocol)));
  const http = { protocolPort: "HTTP:80", listenerAttributes: attributes("HTTP") };
  if (tls === undefined) return [http];
  const [defaultCertificate, ...certificates] = tls.certificateArns;
  const { trustStoreArn, ...others } = mutualAuthentication(tls.mutual);
  return [
    http,
    {
      protocolPort: "HTTPS:443",
      defaultCertificate,
      ...defined({ certificates: unlessEmpty(certificates) }),
      sslPolicy: tls.sslPolicy,
      mutualAuthentication: { ...others, ...defined({ trustStore: trustStoreArn }) },
      listenerAttributes: attributes("HTTPS"),
    },
  ];
}

/**
 * `spec` of the TargetGroupConfiguration of an app's Service. It says all, for the controller does not merge a health check
 * with another one.
 *
 * `enableMultiCluster` is not optional, as the Ingress's annotation `multi-cluster-target-group` is not.
 */
export function targetGroupSpec(app: ResolvedApp, args: ResolvedCreateArgs) {
  const { serviceName, targetType, protocolVersion } = app;
  return {
    targetReference: { kind: "Service", name: serviceName },
    defaultConfiguration: {
      targetType,
      protocol: "HTTP",
      protocolVersion,
      enableMultiCluster: true,
      healthCheckConfig: healthCheckConfig(app.healthCheck ?? args.healthCheck, protocolVersion),
      targetGroupAttributes: keyValues(targetGroupAttributes(app.targetGroup ?? args.targetGroup)),
      ...tagsOf(args.tags),
    },
  };
}

function healthCheckConfig(
  check: ResolvedHealthCheck,
  protocolVersion: ResolvedApp["protocolVersion"],
): object {
  return {
    healthCheckPath: check.path,
    healthCheckPort: String(check.port),
    healthCheckProtocol: check.protocol,
    healthCheckInterval: check.intervalSeconds,
    healthCheckTimeout: check.timeoutSeconds,
    healthyThresholdCount: check.healthyThreshold,
    unhealthyThresholdCount: check.unhealthyThreshold,
    matcher: { [protocolVersion === "GRPC" ? "grpcCode" : "httpCode"]: check.successCodes },
  };
}

/** `spec` of the ListenerRuleConfiguration of a rule, for what its route has no words for; undefined where it has. */
export function ruleSpec({ action, sourceCidrs }: GatewayRule): object | undefined {
  const spec = defined({
    actions: ruleActions(action),
    conditions:
      sourceCidrs.length === 0
        ? undefined
        : [{ field: "source-ip", sourceIPConfig: { values: [...sourceCidrs] } }],
  });
  return unlessEmpty(spec);
}

function ruleActions(action: GatewayRule["action"]): readonly object[] | undefined {
  if (action.type === "fixedResponse") {
    const { statusCode, contentType, body } = action.fixedResponse;
    const messageBody = body === "" ? undefined : body;
    const fixedResponseConfig = { statusCode, contentType, ...defined({ messageBody }) };
    return [{ type: "fixed-response", fixedResponseConfig }];
  }
  if (action.type === "forward" || action.redirect.query === REDIRECT_DEFAULTS.query) return undefined;
  return [{ type: "redirect", redirectConfig: { query: action.redirect.query } }];
}

function tagsOf(tags: Tags): { readonly tags?: Tags } {
  return defined({ tags: unlessEmpty(tags) });
}

function keyValues(attributes: Readonly<Record<string, pulumi.Input<string>>>): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value }));
}
