import { LBC_RELEASES } from "../lbc-addon/versions.ts";
import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { GATEWAY_API_VERSIONS, type GatewayApiArgs } from "./args.ts";
import type { ResolvedGatewayApiArgs } from "./resolve.ts";

/** What is wrong with args that have their defaults. */
export function gatewayApiProblems(args: ResolvedGatewayApiArgs): readonly ProblemOf<GatewayApiArgs>[] {
  const check = new ArgsCheck(args);
  if (isTooOld(args.version)) {
    check.add(
      "version",
      `is ${args.version}, but AWS Load Balancer Controller needs 1.6.0 or later; use ${GATEWAY_API_VERSIONS.join(" or ")}`,
    );
  } else check.oneOf("version", GATEWAY_API_VERSIONS);
  check.oneOf("controllerVersion", Object.keys(LBC_RELEASES));
  return problemsIn(check);
}

function isTooOld(version: string): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version) ?? [];
  return major !== undefined && (Number(major) < 1 || (Number(major) === 1 && Number(minor) < 6));
}
