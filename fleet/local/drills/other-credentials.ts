import type { Drill } from "./drill.ts";
import { replicas } from "./mistakes.ts";
import { targetSymptoms } from "./symptoms.ts";

/** A profile of somebody else who may do everything in the account. */
const COLLEAGUE = "colleague";

export const otherCredentials: Drill = {
  name: "other-credentials",
  summary: "somebody else updates a stack: AWS lets them, the cluster's Kubernetes API does not know them",
  cause:
    "A cluster's Kubernetes API knows who made the cluster and whom an access entry names, nobody else, whatever they may " +
    "do in AWS. Tokens for it come from `aws eks get-token`: it is told of aws:profile and of the role in " +
    "aws:assumeRoles, so that it runs as whoever Pulumi runs as. Outside of the program (kubectl, `aws eks " +
    "update-kubeconfig`) the profile must be given again.",
  remedy:
    "Update a stack with the credentials that made it; or let whoever has them give others an entry in accessEntries, " +
    "with the policy AmazonEKSClusterAdminPolicy.",
  async play(scene) {
    const stage = await scene.runningStage("primary");
    const { primary, cloud } = stage;
    const refused = await stage.with({ "aws:profile": COLLEAGUE }).fail(primary, replicas(3));
    const principalArn = cloud.arn("iam", `user/${COLLEAGUE}`, { regional: false });
    const accessEntries = JSON.stringify([
      { principalArn, policies: [{ policy: "AmazonEKSClusterAdminPolicy" }] },
    ]);
    await stage.with({ accessEntries }).up(primary);
    await stage.with({ "aws:profile": COLLEAGUE, accessEntries }).up(primary, replicas(3));
    return {
      moments: [{ when: `a colleague wants a third replica in ${primary}`, symptoms: refused }],
      afterRemedy: [{ when: "the colleague has an access entry", symptoms: targetSymptoms(stage) }],
    };
  },
};
