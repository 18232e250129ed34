import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { checkIdentity } from "../shared/identity/identity-args.ts";
import { checkIngressClass } from "../shared/load-balancer/ingress-class.ts";
import { checkRoleName } from "../shared/identity/service-account-role.ts";
import { own } from "../shared/own.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { checkToleration } from "../shared/tolerations.ts";
import type { LbcAddonArgs } from "./args.ts";
import { crdsLackingIn } from "./crds.ts";
import type { ResolvedLbcAddonArgs } from "./resolve.ts";
import { LBC_RELEASES } from "./versions.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; one is the controller's. */
const MAX_ADDITIONAL_POLICIES = 9;

/** What is wrong with args that have their defaults. */
export function lbcAddonProblems(
  name: string,
  args: ResolvedLbcAddonArgs,
): readonly ProblemOf<LbcAddonArgs>[] {
  const check = new ArgsCheck(args);
  checkRoleName(check, name);
  check.text("clusterName", FORMS.clusterName);
  check.text("region", FORMS.region);
  check.text("vpcId", FORMS.vpcId);
  check.text("backendSecurityGroupId", FORMS.securityGroupId);
  check.each("tolerations").forEach(checkToleration);
  checkIdentity(check.at("identity")!);
  checkPolicies(check);
  check.oneOf("version", Object.keys(LBC_RELEASES));
  checkCrds(check);
  checkGatewayApi(check);
  check.text("imageRepository", FORMS.imageRepository);
  checkChartRepository(check);
  checkIngressClass(check.at("ingressClass"));
  checkClassTags(check);
  check.integer("replicas", { min: 1, max: 5 });
  return problemsIn(check);
}

function checkPolicies(check: ArgsCheck<ResolvedLbcAddonArgs>): void {
  const { existingPolicyArn, restrictToVpcArn, additionalPolicyArns } = check.args;
  check.text("existingPolicyArn", FORMS.policyArn);
  check.text("restrictToVpcArn", FORMS.vpcArn);
  if (existingPolicyArn !== undefined && restrictToVpcArn !== undefined) {
    check.add("restrictToVpcArn", "has no effect on an existing policy; leave it or existingPolicyArn out");
  }
  const count = additionalPolicyArns.length;
  if (count > MAX_ADDITIONAL_POLICIES) {
    check.add(
      "additionalPolicyArns",
      `has ${count} entries; a role has ten policies, one is the controller's`,
    );
  }
  check.texts("additionalPolicyArns", FORMS.policyArn);
}

/** Its tags for everything go before those of a class: pkg/deploy/tracking of the controller. */
function checkClassTags(check: ArgsCheck<ResolvedLbcAddonArgs>): void {
  const { tags, ingressClass } = check.args;
  const ofClass = check.at("ingressClass")!.at("tags")?.withQuotedKeys();
  for (const key of Object.keys(ingressClass.tags ?? {}).filter((one) => own(tags, one) !== undefined)) {
    ofClass?.add(key, "is one of tags too, which go before it; leave one of the two out");
  }
}

/** Helm takes credentials for a registry from its own files: https://github.com/pulumi/pulumi-kubernetes/issues/1914 */
function checkChartRepository(check: ArgsCheck<ResolvedLbcAddonArgs>): void {
  const repository = check.at("chartRepository");
  if (repository === undefined) return;
  repository.text("url", FORMS.chartRepository);
  const { url, username, password } = repository.args;
  for (const [name, value] of Object.entries({ username, password })) {
    if (value === undefined || !url.startsWith("oci://")) continue;
    repository.add(
      name as "username" | "password",
      "has no effect on a registry; leave it out, and log in by helm registry login where Pulumi runs",
    );
  }
  if ((username === undefined) === (password === undefined) || url.startsWith("oci://")) return;
  const [given, missing] =
    username === undefined ? (["password", "username"] as const) : (["username", "password"] as const);
  repository.add(missing, `is missing beside ${given}; give both`);
}

/** The controller reads fields that the definitions of another release may lack. */
function checkGatewayApi(check: ArgsCheck<ResolvedLbcAddonArgs>): void {
  const { gatewayApi, version } = check.args;
  if (gatewayApi === undefined || gatewayApi.controllerVersion === version) return;
  check.add(
    "gatewayApi",
    `has the kinds of release ${gatewayApi.controllerVersion}, but version is ${version}; use one release for both`,
  );
}

function checkCrds(check: ArgsCheck<ResolvedLbcAddonArgs>): void {
  const { crds, createCrds, version } = check.args;
  if (crds === undefined) return;
  if (!createCrds) check.add("crds", "has no effect, as createCrds is false; leave one of the two out");
  if (!(version in LBC_RELEASES)) return;
  const [lacking] = crdsLackingIn(crds, version);
  if (lacking !== undefined) {
    check.add("crds", `lacks ${lacking} of release ${version}; read them from its file`);
  }
}
