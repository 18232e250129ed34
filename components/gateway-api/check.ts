import { lbcGatewayCrds } from "../../facts/gateway-crds.ts";
import { LBC_RELEASES, type LbcVersion } from "../lbc-addon/versions.ts";
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
  checkController(check);
  return problemsIn(check);
}

/** Objects of the controller's kinds are written in version v1, which its releases did not always have. */
function checkController(check: ArgsCheck<ResolvedGatewayApiArgs>): void {
  const { controllerVersion } = check.args;
  const releases = Object.keys(LBC_RELEASES) as LbcVersion[];
  check.oneOf("controllerVersion", releases);
  const usable = releases.filter(hasStableKinds);
  if (!releases.includes(controllerVersion) || usable.includes(controllerVersion)) return;
  check.add(
    "controllerVersion",
    `is ${controllerVersion}, which does not have its kinds for Gateways in version v1 yet; use ${usable.join(" or ")}`,
  );
}

function hasStableKinds(release: LbcVersion): boolean {
  return lbcGatewayCrds(release).every(({ spec }) => spec.versions.some(({ name }) => name === "v1"));
}

function isTooOld(version: string): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version) ?? [];
  return major !== undefined && (Number(major) < 1 || (Number(major) === 1 && Number(minor) < 6));
}
