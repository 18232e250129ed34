import { defined } from "../shared/defined.ts";
import { TLS_DEFAULTS } from "../shared/load-balancer/load-balancer.ts";
import {
  NLB_DEFAULTS,
  type CreateNlbArgs,
  type JoinNlbArgs,
  type NlbServiceArgs,
  type NlbTlsArgs,
} from "./args.ts";
import { resolveNlbHealthCheck, type ResolvedNlbHealthCheck } from "./health-check.ts";
import { NLB_PROTOCOLS, type NlbPortArgs, type ResolvedNlbPort } from "./port-args.ts";

type Defaulted = "serviceName" | "targetType" | "transform";

/** What both sides have, with its defaults. */
interface ResolvedCommon {
  readonly serviceName: string;
  readonly ports: readonly ResolvedNlbPort[];
  readonly transform: NonNullable<CreateNlbArgs["transform"]>;
  readonly targetType: NonNullable<CreateNlbArgs["targetType"]>;
}

type CreateDefaulted =
  "scheme" | "crossZone" | "proxyProtocol" | "deregistrationDelaySeconds" | "allocateNodePorts" | "tags";

/** {@link CreateNlbArgs} with their defaults. */
export interface ResolvedCreateNlb
  extends
    ResolvedCommon,
    Required<Pick<CreateNlbArgs, CreateDefaulted>>,
    Omit<CreateNlbArgs, Defaulted | CreateDefaulted | "ports" | "healthCheck" | "tls"> {
  readonly healthCheck: ResolvedNlbHealthCheck;
  readonly tls?: Required<NlbTlsArgs>;
  /** As given. */
  readonly given: CreateNlbArgs;
}

/** {@link JoinNlbArgs} with their defaults. */
export interface ResolvedJoinNlb extends ResolvedCommon, Omit<JoinNlbArgs, Defaulted | "ports"> {
  readonly given: JoinNlbArgs;
}

/** @param name the component's name. */
export function resolveNlbArgs(name: string, args: NlbServiceArgs): ResolvedCreateNlb | ResolvedJoinNlb {
  return args.mode === "create"
    ? resolveCreate(name, args)
    : { ...args, ...resolveCommon(name, args), given: args };
}

function resolveCreate(name: string, args: CreateNlbArgs): ResolvedCreateNlb {
  const { tls, ports: _ports, ...others } = args;
  const common = resolveCommon(name, args);
  return {
    ...NLB_DEFAULTS,
    allocateNodePorts: common.targetType === "instance",
    ...defined(others),
    ...common,
    healthCheck: resolveNlbHealthCheck(args.healthCheck),
    ...defined({ tls: tls && { sslPolicy: TLS_DEFAULTS.sslPolicy, toTargets: false, ...defined(tls) } }),
    given: args,
  };
}

function resolveCommon(name: string, args: NlbServiceArgs): ResolvedCommon {
  return {
    serviceName: args.serviceName ?? name,
    targetType: args.targetType ?? NLB_DEFAULTS.targetType,
    ports: args.ports.map((port) => resolvePort(port, args)),
    transform: args.transform ?? {},
  };
}

function resolvePort(port: NlbPortArgs, { containerPort }: NlbServiceArgs): ResolvedNlbPort {
  return { protocol: NLB_PROTOCOLS[0], targetPort: containerPort, ...defined(port) };
}
