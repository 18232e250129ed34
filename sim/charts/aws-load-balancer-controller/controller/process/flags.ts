import { isDeepStrictEqual } from "node:util";
import { NotSimulated } from "../../../../core/errors.ts";
import { parseBool, parseDuration, parseInt32 } from "../../../go-values.ts";
import type { Scheme, TargetType } from "../model.ts";
import { FEATURE_GATES, type FeatureGate } from "./feature-gates.ts";

/** A command line that the program cannot read: it prints its usage and ends with exit code 2. */
export class FlagError extends Error {}

interface FlagTypes {
  string: string;
  bool: boolean;
  int: number;
  /** Milliseconds. */
  duration: number;
  list: readonly string[];
  map: Readonly<Record<string, string>>;
  gates: Readonly<Record<FeatureGate, boolean>>;
  /** Text that is checked when all flags are read. */
  scheme: Scheme;
  targetType: TargetType;
}

const parsers: { readonly [K in keyof FlagTypes]: (text: string) => FlagTypes[K] } = {
  string: (text) => text,
  bool: parseBool,
  int: parseInt32,
  duration: parseDuration,
  list: (text) => (text === "" ? [] : text.split(",")),
  map: (text) => Object.fromEntries(text === "" ? [] : text.split(",").map(pairOf)),
  gates: parseGates,
  scheme: (text) => text as Scheme,
  targetType: (text) => text as TargetType,
};

/** Every flag of all releases with its default. Facts: pkg/config, pkg/aws/cloud_config.go, pkg/inject. */
const FLAGS = {
  "alb-gateway-max-concurrent-reconciles": flag("int", "3"),
  "aws-region": flag("string", ""),
  "aws-vpc-id": flag("string", ""),
  "aws-vpc-tag-key": flag("string", "Name"),
  "aws-vpc-tags": flag("map", ""),
  "backend-security-group": flag("string", ""),
  "cluster-name": flag("string", ""),
  "default-load-balancer-scheme": flag("scheme", "internal"),
  "default-ssl-policy": flag("string", "ELBSecurityPolicy-2016-08"),
  "default-tags": flag("map", ""),
  "default-target-type": flag("targetType", "instance"),
  "disable-ingress-class-annotation": flag("bool", "false"),
  "disable-ingress-group-name-annotation": flag("bool", "false"),
  "disable-restricted-sg-rules": flag("bool", "false"),
  "enable-backend-security-group": flag("bool", "true"),
  "enable-leader-election": flag("bool", "true"),
  "enable-manage-backend-security-group-rules": flag("bool", "false"),
  "enable-pod-readiness-gate-inject": flag("bool", "true"),
  "enable-shield": flag("bool", "true"),
  "enable-waf": flag("bool", "true"),
  "enable-wafv2": flag("bool", "true"),
  "external-managed-tags": flag("list", ""),
  "feature-gates": flag("gates", ""),
  "gateway-class-max-concurrent-reconciles": flag("int", "3"),
  "globalaccelerator-max-concurrent-reconciles": flag("int", "1"),
  "globalaccelerator-max-exponential-backoff-delay": flag("duration", "1000s"),
  "health-probe-bind-addr": flag("string", ":61779"),
  "ingress-class": flag("string", "alb"),
  "ingress-max-concurrent-reconciles": flag("int", "3"),
  "kube-ca-pem-filepath": flag("string", ""),
  "lb-stabilization-monitor-interval": flag("duration", "120s"),
  "leader-election-id": flag("string", "aws-load-balancer-controller-leader"),
  "leader-election-namespace": flag("string", ""),
  "load-balancer-class": flag("string", "service.k8s.aws/nlb"),
  "log-level": flag("string", "info"),
  "max-targets-per-target-group": flag("int", "0"),
  "metrics-bind-addr": flag("string", ":8080"),
  "nlb-gateway-max-concurrent-reconciles": flag("int", "3"),
  "required-secrets-label": flag("string", ""),
  "service-max-concurrent-reconciles": flag("int", "3"),
  "service-target-eni-security-group-tags": flag("map", ""),
  "sync-period": flag("duration", "10h"),
  "targetgroupbinding-max-concurrent-reconciles": flag("int", "3"),
  "targetgroupbinding-max-exponential-backoff-delay": flag("duration", "1000s"),
  "targetgroupbinding-requeue-duration": flag("duration", "15s"),
  "tolerate-non-existent-backend-action": flag("bool", "true"),
  "tolerate-non-existent-backend-service": flag("bool", "true"),
  "webhook-cert-dir": flag("string", ""),
  "webhook-cert-file": flag("string", ""),
  "webhook-key-file": flag("string", ""),
} as const;

/** Flags whose effect is not modelled: only their defaults are taken. */
export const FLAGS_NOT_SIMULATED = {
  "allowed-certificate-authority-arns": flag("list", ""),
  "aws-api-endpoints": flag("map", ""),
  "aws-api-throttle": flag("string", ""),
  "aws-max-retries": flag("int", "10"),
  "default-pca-arn": flag("string", ""),
  "enable-endpoint-slices": flag("bool", "true"),
  kubeconfig: flag("string", ""),
  "watch-namespace": flag("string", ""),
  "webhook-bind-port": flag("int", "9443"),
} as const;

/** Gates with an effect on Ingresses and bindings that is not modelled, or that switch on what is not. */
export const GATES_NOT_SIMULATED: readonly FeatureGate[] = [
  "ALBTargetControlAgent",
  "EnableCertificateManagement",
  "EnableRGTAPI",
  "EnhancedDefaultBehavior",
  "GlobalAcceleratorController",
  "IngressPlanAnnotation",
  "ListenerRulesTagging",
  "WeightedTargetGroups",
];

/** What the command line says, with defaults. */
export type Flags = { readonly [N in keyof typeof FLAGS]: FlagTypes[(typeof FLAGS)[N]["kind"]] };

/**
 * Reads the container's arguments as pflag does. Flags that the release does not know have their defaults.
 *
 * @throws FlagError; NotSimulated for a flag or gate that is known to the controller but not modelled.
 */
export function parseFlags(
  args: readonly string[],
  { unknownFlags }: { readonly unknownFlags: readonly string[] },
): Flags {
  const definitions: Readonly<Record<string, Flag>> = { ...FLAGS, ...FLAGS_NOT_SIMULATED };
  const values: Record<string, unknown> = {};
  for (const [name, { kind, text }] of Object.entries(definitions)) values[name] = parsers[kind](text);
  const known = Object.fromEntries(
    Object.entries(definitions).filter(([name]) => !unknownFlags.includes(name)),
  );
  for (const [name, text] of assignments(args, known)) {
    const value = parsed(name, definitions[name]!.kind, text);
    if (name in FLAGS_NOT_SIMULATED && !isDeepStrictEqual(value, values[name])) {
      throw new NotSimulated(`AWS Load Balancer Controller flag --${name}`, text);
    }
    values[name] = value;
  }
  const flags = values as Flags;
  for (const gate of GATES_NOT_SIMULATED) {
    if (flags["feature-gates"][gate] !== FEATURE_GATES[gate]) {
      throw new NotSimulated(`feature gate ${gate} of AWS Load Balancer Controller`);
    }
  }
  return flags;
}

interface Flag<K extends keyof FlagTypes = keyof FlagTypes> {
  readonly kind: K;
  /** The default as on a command line. */
  readonly text: string;
}

function flag<K extends keyof FlagTypes>(kind: K, text: string): Flag<K> {
  return { kind, text };
}

/** Names and values in order; lists and maps that are given in parts are put together. */
function assignments(
  args: readonly string[],
  definitions: Readonly<Record<string, Flag>>,
): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  for (let index = 0; index < args.length; index++) {
    const argument = args[index]!;
    if (argument === "--") break;
    if (!argument.startsWith("-")) continue;
    if (!argument.startsWith("--")) {
      throw new FlagError(`unknown shorthand flag: '${argument[1]}' in ${argument}`);
    }
    const [name = "", ...rest] = argument.slice(2).split("=");
    const definition = definitions[name];
    if (definition === undefined) throw new FlagError(`unknown flag: --${name}`);
    let value = rest.join("=");
    if (!argument.includes("=")) {
      if (definition.kind === "bool") value = "true";
      else if (index + 1 < args.length) value = args[++index]!;
      else throw new FlagError(`flag needs an argument: --${name}`);
    }
    const before = given.get(name);
    const adds = before !== undefined && ["list", "map", "gates"].includes(definition.kind);
    given.set(name, adds ? `${before},${value}` : value);
  }
  return given;
}

function parsed(name: string, kind: keyof FlagTypes, text: string): unknown {
  try {
    return parsers[kind](text);
  } catch (error) {
    throw new FlagError(
      `invalid argument ${JSON.stringify(text)} for "--${name}" flag: ${(error as Error).message}`,
    );
  }
}

function pairOf(pair: string): [string, string] {
  const at = pair.indexOf("=");
  if (at < 0) throw new Error(`${pair} must be formatted as key=value`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function parseGates(text: string): Readonly<Record<FeatureGate, boolean>> {
  const gates: Record<FeatureGate, boolean> = { ...FEATURE_GATES };
  for (const setting of text.split(",").filter((part) => part !== "")) {
    const [name = "", value] = setting.split("=", 2).map((part) => part.trim());
    const malformed = `failed to parse feature-gates settings due to invalid mapStringBool: ${setting}`;
    if (value === undefined) throw new Error(malformed);
    let enabled: boolean;
    try {
      enabled = parseBool(value);
    } catch {
      throw new Error(malformed);
    }
    if (!(name in FEATURE_GATES)) throw new Error(`unknown feature: ${name}`);
    gates[name as FeatureGate] = enabled;
  }
  return gates;
}
