import type { Drill, Symptom } from "./drill.ts";
import { trustPolicyWith } from "./mistakes.ts";
import { failureSymptoms } from "./scene.ts";

/** One slip each in what the trust policy pins down. */
export const SLIPS: Readonly<Record<string, (document: string) => string>> = {
  "wrong service account": (document) =>
    document.replace("kube-system:aws-load-balancer-controller", "kube-system:default"),
  "wrong audience": (document) => document.replace(`"sts.amazonaws.com"`, `"sts.example.com"`),
  "wrong issuer": (document) =>
    document.replace(/(oidc-provider\/[^"]*\/id\/)[0-9A-F]+/, `$1${"0".repeat(32)}`),
};

export const wrongTrustPolicy: Drill = {
  name: "wrong-trust-policy",
  summary: "the controller's role trusts another service account, audience or issuer",
  cause:
    "AssumeRoleWithWebIdentity is refused unless issuer, audience and subject of the pod's token are what the role's trust " +
    "policy names. The controller runs all the same: it has no need of AWS until there is something to do.",
  remedy:
    "Pin the trust policy to the cluster's own issuer, to audience sts.amazonaws.com and to the service account " +
    "system:serviceaccount:kube-system:aws-load-balancer-controller, as the LbcAddon component does.",
  async play(scene) {
    const symptoms: Symptom[] = [];
    for (const [slip, replace] of Object.entries(SLIPS)) {
      const stage = await scene.stage();
      const result = await stage.up(stage.primary, trustPolicyWith(replace));
      symptoms.push(
        ...failureSymptoms(stage.primary, result).map(({ where, what }) => ({
          where: `${slip}: ${where}`,
          what,
        })),
      );
    }
    return { symptoms };
  },
};
