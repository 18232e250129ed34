import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { GATEWAY_PRECEDENCES } from "../shared/load-balancer/gateway-class.ts";
import { SCHEMES } from "../shared/load-balancer/load-balancer.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { checkTags } from "../shared/tags.ts";
import type { GatewayClassArgs } from "./args.ts";
import type { ResolvedGatewayClassArgs } from "./resolve.ts";

/** What is wrong with args that have their defaults. */
export function gatewayClassProblems(args: ResolvedGatewayClassArgs): readonly ProblemOf<GatewayClassArgs>[] {
  const check = new ArgsCheck(args);
  check.text("className", FORMS.objectName);
  check.text("namespace", FORMS.dnsLabel);
  check.oneOf("scheme", SCHEMES);
  if (args.inboundCidrs?.length === 0) check.add("inboundCidrs", "is empty; name who may connect");
  check.cidrs("inboundCidrs", "203.0.113.0/24");
  check.oneOf("precedence", GATEWAY_PRECEDENCES);
  checkTags(check.at("tags"));
  return problemsIn(check);
}
