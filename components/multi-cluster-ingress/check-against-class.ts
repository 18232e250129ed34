import type { ArgsCheck } from "../shared/args-check.ts";
import { ingressClassParams } from "../shared/load-balancer/ingress-class.ts";
import { own } from "../shared/own.ts";
import { shown } from "../shared/shown.ts";
import type { ResolvedCreateArgs } from "./resolve.ts";

/** The controller would ignore, without a word, what the Ingress says otherwise than its class. */
export function checkAgainstClass(check: ArgsCheck<ResolvedCreateArgs>): void {
  const { ingressClass, ...args } = check.args;
  if (ingressClassParams(ingressClass) === undefined) return;
  for (const key of ["scheme", "groupName"] as const) {
    const [decided, said] = [ingressClass[key], args[key]];
    if (decided === undefined || decided === said) continue;
    check.add(key, otherwise(said, decided, "ingress class"));
  }
  refuseIgnored(check, "subnetIds", ingressClass.subnets);
  refuseIgnored(check, "inboundCidrs", ingressClass.inboundCidrs);
}

function refuseIgnored(
  check: ArgsCheck<ResolvedCreateArgs>,
  key: "subnetIds" | "inboundCidrs",
  decided: object | undefined,
): void {
  if (decided === undefined || check.args[key] === undefined) return;
  check.add(key, "has no effect, as the ingress class decides this; leave it out, or take it from the class");
}

/**
 * Nor would it say that the class of a Gateway goes first: pkg/gateway/lb_config_merger.go. What only the class says holds
 * anyway.
 */
export function checkAgainstGatewayClass(check: ArgsCheck<ResolvedCreateArgs>): void {
  const { gatewayClass, ...args } = check.args;
  if (gatewayClass.precedence !== "class") return;
  for (const key of ["scheme", "inboundCidrs"] as const) {
    const [decided, said] = [gatewayClass[key], args[key]];
    if (decided !== undefined && said !== undefined && inOrder(decided) !== inOrder(said)) {
      check.add(key, otherwise(said, decided, "gateway class"));
    }
  }
  const ofTags = check.at("tags")?.withQuotedKeys();
  for (const [key, decided] of Object.entries(gatewayClass.tags ?? {})) {
    const said = own(args.tags, key);
    if (typeof decided === "string" && typeof said === "string" && decided !== said) {
      ofTags!.add(key, otherwise(said, decided, "gateway class"));
    }
  }
}

function inOrder(values: string | readonly string[]): string {
  return [values].flat().sort().join(" ");
}

function otherwise(said: unknown, decided: unknown, className: string): string {
  const is = said === undefined ? "is not set" : `is ${shown(said)}`;
  return `${is}, but the ${className} decides on ${shown(decided)}; use that, or change the class`;
}
