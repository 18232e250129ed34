import { restartController } from "./actions.ts";
import type { Drill, Moment } from "./drill.ts";
import { beforeFirst, INGRESS, together, trustPolicyWith } from "./mistakes.ts";
import { targetSymptoms } from "./symptoms.ts";

/** Slips in what the trust policy pins down. */
const otherServiceAccount = trustPolicyWith((document) =>
  document.replace("kube-system:aws-load-balancer-controller", "kube-system:default"),
);
const otherAudience = trustPolicyWith((document) =>
  document.replace(`"sts.amazonaws.com"`, `"sts.example.com"`),
);
const otherIssuer = trustPolicyWith((document) =>
  document.replace(/(oidc-provider\/[^"]*\/id\/)[0-9A-F]+/, `$1${"0".repeat(32)}`),
);

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
    const stage = await scene.stage("primary");
    const { primary, member } = stage;
    const restart = () =>
      beforeFirst(INGRESS, () => {
        restartController(stage, primary);
      });
    const moments: Moment[] = [];
    for (const [what, slip] of [
      ["service account", otherServiceAccount],
      ["audience", otherAudience],
      ["issuer", otherIssuer],
    ] as const) {
      moments.push({
        when: `the role of ${primary} trusts another ${what}`,
        symptoms: await stage.fail(primary, together(slip, restart())),
      });
    }
    await stage.up(primary, restart());
    moments.push({
      when: `the role of ${member} trusts another service account`,
      symptoms: await stage.fail(member, otherServiceAccount),
    });
    await stage.up(member);
    return {
      moments,
      afterRemedy: [{ when: "both roles are as they should be", symptoms: targetSymptoms(stage) }],
    };
  },
};
