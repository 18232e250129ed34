import type { Drill } from "./drill.ts";
import { logBucketWithoutPolicy } from "./mistakes.ts";
import { targetSymptoms } from "./symptoms.ts";

export const logBucketWithoutPolicyDrill: Drill = {
  name: "log-bucket-without-policy",
  summary:
    "the policy of the log bucket does not let load balancers write: the change is refused when the log is switched on",
  cause:
    "A load balancer tries the bucket when a log is switched on. Its policy must let logdelivery.elasticloadbalancing.amazonaws.com put " +
    "objects below the prefix and AWSLogs, and the bucket must be encrypted with Amazon S3's own keys, not with a key of KMS.",
  remedy:
    "Let logs make the bucket, or give the one in logs.bucket or ingress.accessLogs the policy that AWS describes for access logs of " +
    "Application Load Balancers, with the same prefix, and update again.",
  async play(scene) {
    const stage = await scene.stage("ingress");
    const { primary } = stage;
    const logged = stage.with({ logs: JSON.stringify({ access: true, deleteLogs: true }) });
    const symptoms = await logged.fail(primary, logBucketWithoutPolicy);
    await logged.up(primary);
    return {
      moments: [{ when: "the log is switched on", symptoms }],
      afterRemedy: [{ when: "with the policy", symptoms: targetSymptoms(stage) }],
    };
  },
};
