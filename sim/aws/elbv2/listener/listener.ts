import type { Cloud } from "../../../core/cloud.ts";
import { defined } from "../../../core/defined.ts";
import { AwsError, NotSimulated } from "../../../core/errors.ts";
import { operation } from "../../../core/operation.ts";
import type { Tag } from "../../tags.ts";
import { newActions } from "../rule/action.ts";
import { listenerArn, loadBalancerType, ruleArn } from "../arns.ts";
import { onCreate, onResources } from "../authorization.ts";
import { checkRange, notInEnum, validationError } from "../errors.ts";
import { targetGroupUseChanged } from "../health/health-checks.ts";
import { listenerAttributes } from "./attributes.ts";
import { newSecurity, type SecurityInput } from "./security.ts";
import type { ListenerProtocol, ListenerRecord, LoadBalancerRecord, RuleRecord } from "../records.ts";
import type { ListenerArnInput } from "../requests.ts";
import { rulesOf } from "../rule/rule.ts";
import type { Action, Listener } from "../shapes.ts";
import { elbv2State } from "../state.ts";
import { withTags } from "../tags.ts";
import { forwardedTo } from "../target-group/usage.ts";

/** Of Network Load Balancers, those that are simulated. */
const NETWORK_PROTOCOLS = ["TCP", "TLS", "UDP", "TCP_UDP"] as const;

const PROTOCOLS = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MAX_LISTENERS = 50;

export interface CreateListenerInput extends SecurityInput {
  readonly LoadBalancerArn: string;
  readonly Protocol?: string | undefined;
  readonly Port?: number | undefined;
  readonly DefaultActions: readonly Action[];
  readonly Tags?: readonly Tag[] | undefined;
}

export interface ListenersOutput {
  readonly Listeners: readonly Listener[];
}

export const createListener = operation<CreateListenerInput, ListenersOutput>({
  authorize: (cloud, { LoadBalancerArn, Tags }) =>
    onCreate(cloud, "CreateListener", {
      created: listenerArn(LoadBalancerArn, "*"),
      addedTo: LoadBalancerArn,
      tags: Tags,
    }),
  run(cloud, parameters) {
    const loadBalancer = elbv2State(cloud).loadBalancers.get(parameters.LoadBalancerArn);
    const port = checkPort(parameters.Port);
    const protocol = checkProtocol(loadBalancer, parameters.Protocol);
    const security = newSecurity(cloud, protocol, parameters);
    const actions = newActions(cloud, loadBalancer, parameters.DefaultActions, "defaultActions");
    const tags = withTags([], parameters.Tags ?? []);
    checkPortFree(cloud, loadBalancer, port);
    const present = elbv2State(cloud).listeners.where((other) => other.loadBalancerArn === loadBalancer.arn);
    if (present.length >= MAX_LISTENERS) {
      throw new AwsError(
        "TooManyListeners",
        `The maximum number of listeners has been reached for load balancer '${loadBalancer.arn}'`,
      );
    }
    const arn = listenerArn(loadBalancer.arn, cloud.ids.hex(16));
    const record = elbv2State(cloud).listeners.set(arn, {
      arn,
      loadBalancerArn: loadBalancer.arn,
      port,
      protocol,
      ...security,
      attributes: listenerAttributes.defaultsOf({ protocol }),
      tags,
    });
    const defaultRuleArn = ruleArn(arn, cloud.ids.hex(16));
    elbv2State(cloud).rules.set(defaultRuleArn, {
      arn: defaultRuleArn,
      listenerArn: arn,
      priority: "default",
      conditions: [],
      actions,
      tags: [],
    });
    targetGroupUseChanged(cloud, forwardedTo(actions));
    return { Listeners: [describe(cloud, record)] };
  },
});

interface DescribeListenersInput {
  readonly LoadBalancerArn?: string | undefined;
  readonly ListenerArns?: readonly string[] | undefined;
}

export const describeListeners = operation<DescribeListenersInput, ListenersOutput>({
  run(cloud, { LoadBalancerArn: loadBalancerArn, ListenerArns: arns }) {
    if (loadBalancerArn !== undefined && arns !== undefined) {
      throw validationError("Listener ARNs and a load balancer ARN cannot be specified at the same time");
    }
    if (loadBalancerArn !== undefined) {
      elbv2State(cloud).loadBalancers.get(loadBalancerArn);
      const found = elbv2State(cloud).listeners.where((record) => record.loadBalancerArn === loadBalancerArn);
      return { Listeners: found.map((record) => describe(cloud, record)) };
    }
    if (arns === undefined || arns.length === 0) {
      throw validationError("You must specify either listener ARNs or a load balancer ARN");
    }
    const found = arns.flatMap((arn) => elbv2State(cloud).listeners.find(arn) ?? []);
    if (found.length < arns.length) throw new AwsError("ListenerNotFound", "One or more listeners not found");
    return { Listeners: found.map((record) => describe(cloud, record)) };
  },
});

interface ModifyListenerInput extends SecurityInput {
  readonly ListenerArn: string;
  readonly Port?: number | undefined;
  readonly Protocol?: string | undefined;
  readonly DefaultActions?: readonly Action[] | undefined;
}

export const modifyListener = operation<ModifyListenerInput, ListenersOutput>({
  authorize: (cloud, { ListenerArn }) => onResources(cloud, "ModifyListener", [ListenerArn]),
  run(cloud, parameters) {
    const record = elbv2State(cloud).listeners.get(parameters.ListenerArn);
    const loadBalancer = elbv2State(cloud).loadBalancers.get(record.loadBalancerArn);
    const port = checkPort(parameters.Port ?? record.port);
    const protocol = checkProtocol(loadBalancer, parameters.Protocol ?? record.protocol);
    const security = newSecurity(cloud, protocol, parameters, record);
    const rule = defaultRule(cloud, record.arn);
    const actions =
      parameters.DefaultActions === undefined
        ? rule.actions
        : newActions(cloud, loadBalancer, parameters.DefaultActions, "defaultActions");
    if (port !== record.port) checkPortFree(cloud, loadBalancer, port);
    Object.assign(record, { port, protocol, ...security });
    const affected = [...forwardedTo(rule.actions), ...forwardedTo(actions)];
    rule.actions = actions;
    targetGroupUseChanged(cloud, affected);
    return { Listeners: [describe(cloud, record)] };
  },
});

export const deleteListener = operation<ListenerArnInput, object>({
  authorize: (cloud, { ListenerArn }) => onResources(cloud, "DeleteListener", [ListenerArn]),
  run(cloud, { ListenerArn }) {
    elbv2State(cloud).listeners.get(ListenerArn);
    deleteListenerWithRules(cloud, ListenerArn);
    return {};
  },
});

/** Deletes a listener and its rules, as the deletion of its load balancer does too. */
export function deleteListenerWithRules(cloud: Cloud, arn: string): void {
  const rules = rulesOf(cloud, arn);
  for (const rule of rules) elbv2State(cloud).rules.delete(rule.arn);
  elbv2State(cloud).listeners.delete(arn);
  targetGroupUseChanged(
    cloud,
    rules.flatMap(({ actions }) => forwardedTo(actions)),
  );
}

/** The listener as the API shows it. */
export function describe(cloud: Cloud, record: ListenerRecord): Listener {
  const https = record.protocol === "HTTPS";
  const defaultCertificate = record.certificateArns[0];
  return {
    ListenerArn: record.arn,
    LoadBalancerArn: record.loadBalancerArn,
    Port: record.port,
    Protocol: record.protocol,
    ...(defaultCertificate === undefined ? {} : { Certificates: [{ CertificateArn: defaultCertificate }] }),
    ...defined({ SslPolicy: record.sslPolicy }),
    DefaultActions: defaultRule(cloud, record.arn).actions,
    ...(https && record.mutualAuthentication !== undefined
      ? { MutualAuthentication: record.mutualAuthentication }
      : {}),
  };
}

function defaultRule(cloud: Cloud, arn: string): RuleRecord {
  const rule = rulesOf(cloud, arn).at(-1);
  if (rule?.priority !== "default") throw new Error(`${arn} has no default rule`);
  return rule;
}

function checkPort(port: number | undefined): number {
  if (port === undefined) throw validationError("A listener port must be specified");
  checkRange(port, "port", 1, 65_535);
  return port;
}

function checkProtocol({ arn }: LoadBalancerRecord, protocol: string | undefined): ListenerProtocol {
  if (protocol === undefined) throw validationError("A listener protocol must be specified");
  if (loadBalancerType(arn) === "network") {
    const known = NETWORK_PROTOCOLS.find((candidate) => candidate === protocol);
    if (known !== undefined) return known;
    throw new NotSimulated(
      "elasticloadbalancing:CreateListener",
      `Protocol ${protocol} of a Network Load Balancer`,
    );
  }
  if (protocol === "HTTP" || protocol === "HTTPS") return protocol;
  if (!PROTOCOLS.includes(protocol)) throw notInEnum(protocol, "protocol", PROTOCOLS);
  throw validationError(`Listener protocol '${protocol}' must be one of 'HTTP, HTTPS'`);
}

function checkPortFree(cloud: Cloud, loadBalancer: LoadBalancerRecord, port: number): void {
  const taken = elbv2State(cloud).listeners.where(
    (other) => other.loadBalancerArn === loadBalancer.arn && other.port === port,
  );
  if (taken.length > 0) {
    throw new AwsError(
      "DuplicateListener",
      `A listener already exists on this port for this load balancer '${loadBalancer.arn}'`,
    );
  }
}
