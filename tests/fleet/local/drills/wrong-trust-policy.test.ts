import { beforeAll, describe, expect, it } from "vitest";
import type { DrillOutcome } from "../../../../fleet/local/drills/drill.ts";
import { readRecording } from "../../../support/controller-replay/recording.ts";
import { causes, play, told } from "./support.ts";

interface StartUpFailure {
  readonly case: string;
  readonly events: readonly { readonly reason: string; readonly message: string }[];
}

const { cases } = readRecording<{ readonly cases: readonly StartUpFailure[] }>("start-up-failures");
const [event] = cases.find((one) => one.case === "AssumeRoleWithWebIdentity refused")!.events;
/** The end of every message that the refusal leads to. */
const REFUSAL = event!.message.slice(event!.message.indexOf("get identity: "));

describe("wrong-trust-policy", () => {
  let outcome: DrillOutcome;

  beforeAll(async () => {
    outcome = await play("wrong-trust-policy");
  });

  it("fails the update of either stack in the controller's recorded words", () => {
    const onIngress = `${event!.reason}: ${event!.message}`;
    expect(causes(outcome.moments)).toEqual({
      "the role of cluster1 trusts another service account": onIngress,
      "the role of cluster1 trusts another audience": onIngress,
      "the role of cluster1 trusts another issuer": onIngress,
      "the role of cluster2 trusts another service account":
        'resource "urn:pulumi:cluster2::multicluster-ingress::multicluster-ingress:index:MultiClusterIngress' +
        '$kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding::myeks-cluster2-ingress-binding" was not successfully ' +
        'created by the Kubernetes API server: admission webhook "vtargetgroupbinding.elbv2.k8s.aws" denied the ' +
        "request: unable to get target group IP address type: operation error Elastic Load Balancing v2: " +
        `DescribeTargetGroups, ${REFUSAL}`,
    });
  });

  it("goes on to healthy targets of both clusters when it is corrected", () => {
    expect(told(outcome.afterRemedy)).toMatchInlineSnapshot(`
      "both roles are as they should be
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)
        target group, targets of cluster myeks-cluster2
          2 healthy (target-3, target-4)"
    `);
  });
});
