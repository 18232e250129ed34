import type { RuleCondition, Rule } from "../../../sim/aws/elbv2/shapes.ts";
import { isApplicationProtocol } from "../../../sim/aws/elbv2/target-group/protocols.ts";
import type { Cloud } from "../../../sim/core/cloud.ts";
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import type { Test } from "../../../sim/data-plane/conditions.ts";
import { compileListener } from "../../../sim/data-plane/routing-table.ts";
import { certificatesOf } from "../../../sim/data-plane/tls/certificates.ts";
import { forwardingsOf, rulesOf, type Forwarding } from "../listeners.ts";
import type { ServedProtocol } from "../report.ts";
import { factsOf, sampleRequests, type Origins, type SampleRequest } from "./sample-request.ts";
import { serverNamesOf, type ServerNames } from "./server-names.ts";

const PASSED_ON = { test: () => true, action: undefined } as const;

/** A rule of a listener, with a request that no earlier rule takes. */
export interface ListenerRoute extends ServerNames {
  readonly protocol: ServedProtocol;
  /** The listener's. */
  readonly port: number;
  readonly ruleArn: string;
  /** Its priority: a number, or `default`. */
  readonly rule: string;
  /** `host shop.example.com, path /api/*` */
  readonly conditions: string;
  /** Empty where the load balancer answers by itself. */
  readonly forwardsTo: readonly Forwarding[];
  readonly sample?: SampleRequest;
  /** Why there is no sample, or why it is not sent. */
  readonly notTested?: string;
  /** Priority of the earlier rule that takes what this one would match. */
  readonly shadowedBy?: string;
}

/**
 * What becomes of requests to a listener, by its rules as they are. A default rule to which nothing comes, as a rule before
 * it takes everything, is left out.
 */
export function readRoutes(cloud: Cloud, listenerArn: string, origins: Origins): ListenerRoute[] {
  const listener = elbv2State(cloud).listeners.get(listenerArn);
  const certificates = certificatesOf(cloud, listener);
  // A Network Load Balancer passes on whatever comes.
  const compiled = compileListener(cloud, listenerArn)?.rules ?? [];
  const rules = rulesOf(cloud, listenerArn).map((rule) => {
    const { test, action } = compiled.find(({ ruleArn }) => ruleArn === rule.RuleArn) ?? PASSED_ON;
    return { rule, test, action };
  });
  const routes = rules.map(({ rule, action }, index): ListenerRoute => {
    const found = findSample(rules, index, origins);
    return {
      protocol: listener.protocol as ServedProtocol,
      port: listener.port,
      ruleArn: rule.RuleArn,
      rule: rule.Priority,
      conditions: describeConditions(rule.Conditions),
      forwardsTo: forwardingsOf(rule),
      ...serverNamesOf(certificates, rule.Conditions, found.sample),
      ...found,
      ...(action?.type === "not-simulated" && { notTested: action.error.message }),
    };
  });
  return routes.filter(({ rule, shadowedBy }) => rule !== "default" || shadowedBy === undefined);
}

/** A request that comes to the rule of an index, or why there is none. */
function findSample(
  rules: readonly { readonly rule: Rule; readonly test: Test }[],
  index: number,
  origins: Origins,
): Pick<ListenerRoute, "sample" | "notTested" | "shadowedBy"> {
  const { rule, test: own } = rules[index]!;
  let shadow: string | undefined;
  for (const sample of sampleRequests(rule.Conditions, origins)) {
    const facts = factsOf(sample);
    if (!own(facts)) continue;
    const taker = rules.find(({ test }) => test(facts))!.rule;
    if (taker === rule) return { sample };
    shadow ??= taker.Priority;
  }
  if (shadow === undefined) return { notTested: "no request was found that fulfils its conditions" };
  return { shadowedBy: shadow, notTested: `rule ${shadow} takes its requests first` };
}

/** `rule 10 (host shop.example.com)`, `the default rule on port 443`, `TCP on port 80` */
export function describeRoute({
  protocol,
  rule,
  conditions,
  port,
}: Pick<ListenerRoute, "protocol" | "rule" | "conditions" | "port">): string {
  if (!isApplicationProtocol(protocol)) return `${protocol} on port ${port}`;
  const name = rule === "default" ? "the default rule" : `rule ${rule} (${conditions})`;
  return port === 80 ? name : `${name} on port ${port}`;
}

function describeConditions(conditions: readonly RuleCondition[]): string {
  return conditions.map(describeCondition).join(", ");
}

function describeCondition(condition: RuleCondition): string {
  const { PathPatternConfig: path, HostHeaderConfig: host, HttpHeaderConfig: header } = condition;
  switch (condition.Field) {
    case "path-pattern":
      return `path ${anyOf(path?.RegexValues ?? path?.Values)}`;
    case "host-header":
      return `host ${anyOf(host?.RegexValues ?? host?.Values)}`;
    case "http-header":
      return `header ${header?.HttpHeaderName ?? ""}: ${anyOf(header?.RegexValues ?? header?.Values)}`;
    case "http-request-method":
      return `method ${anyOf(condition.HttpRequestMethodConfig?.Values)}`;
    case "query-string":
      return `query ${anyOf(
        condition.QueryStringConfig?.Values?.map(({ Key, Value = "" }) =>
          Key === undefined ? Value : `${Key}=${Value}`,
        ),
      )}`;
    default:
      return `source ${anyOf(condition.SourceIpConfig?.Values)}`;
  }
}

function anyOf(values: readonly string[] = []): string {
  return values.join(" or ");
}
