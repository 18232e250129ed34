import type { ArgsCheck } from "../shared/args-check.ts";
import { ingressClassParams } from "../shared/load-balancer/ingress-class.ts";
import { shown } from "../shared/shown.ts";
import type { ResolvedCreateArgs } from "./resolve.ts";

/** The controller would ignore, without a word, what the Ingress says otherwise than its class. */
export function checkAgainstClass(check: ArgsCheck<ResolvedCreateArgs>): void {
  const { ingressClass, ...args } = check.args;
  if (ingressClassParams(ingressClass) === undefined) return;
  for (const key of ["scheme", "groupName"] as const) {
    const [decided, said] = [ingressClass[key], args[key]];
    if (decided === undefined || decided === said) continue;
    const is = said === undefined ? "is not set" : `is ${shown(said)}`;
    check.add(
      key,
      `${is}, but the ingress class decides on ${shown(decided)}; use that, or change the class`,
    );
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
