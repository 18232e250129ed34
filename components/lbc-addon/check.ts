import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { COMPONENT_NAME, type ProblemOf } from "../shared/problem.ts";
import { checkToleration } from "../shared/tolerations.ts";
import { IDENTITY_TYPES, type LbcAddonArgs } from "./args.ts";
import { crdsLackingIn } from "./crds.ts";
import type { ResolvedLbcAddonArgs } from "./resolve.ts";
import { LBC_RELEASES } from "./versions.ts";

/** Longest name that leaves room for `-role` and Pulumi's suffix of eight characters in an IAM role's 64. */
const LONGEST_NAME = 64 - "-role".length - 8;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; one is the controller's. */
const MAX_ADDITIONAL_POLICIES = 9;

/** What is wrong with args that have their defaults. */
export function lbcAddonProblems(
  name: string,
  args: ResolvedLbcAddonArgs,
): readonly ProblemOf<LbcAddonArgs>[] {
  const check = new ArgsCheck(args);
  if (name.length > LONGEST_NAME) {
    check.addAt(
      { ...COMPONENT_NAME, path: "name" },
      `has ${name.length} characters; use at most ${LONGEST_NAME}: IAM role names end at 64`,
    );
  }
  check.text("clusterName", FORMS.clusterName);
  check.text("region", FORMS.region);
  check.text("vpcId", FORMS.vpcId);
  check.text("backendSecurityGroupId", FORMS.securityGroupId);
  check.each("tolerations").forEach(checkToleration);
  checkIdentity(check.at("identity")!);
  checkPolicies(check);
  check.oneOf("version", Object.keys(LBC_RELEASES));
  checkCrds(check);
  check.integer("replicas", { min: 1, max: 5 });
  return problemsIn(check);
}

function checkIdentity(check: ArgsCheck<LbcAddonArgs["identity"]>): void {
  const { oidcIssuer, oidcProviderArn } = check.args;
  check.oneOf("type", IDENTITY_TYPES);
  if ((oidcIssuer === undefined) !== (oidcProviderArn === undefined)) {
    check.add("oidcProviderArn", "and oidcIssuer belong together; give both or, with Pod Identity, none");
  }
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
