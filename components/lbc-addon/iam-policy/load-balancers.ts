import type { IdentityStatement } from "../../shared/iam.ts";
import { actionsOf, allow, OWNED, TAGS_AS_OWNED } from "./statements.ts";

const elb = (...names: string[]) => actionsOf("elasticloadbalancing", ...names);

/** Load balancers and target groups, which only their maker may change, with their listeners and rules. */
export function loadBalancerStatements(): IdentityStatement[] {
  return [
    allow("CreateLoadBalancer", elb("CreateLoadBalancer", "CreateTargetGroup"), {
      condition: { Null: TAGS_AS_OWNED },
    }),
    allow(
      "ChangeOwnLoadBalancer",
      elb(
        "ModifyLoadBalancerAttributes",
        "SetIpAddressType",
        "SetSecurityGroups",
        "SetSubnets",
        "DeleteLoadBalancer",
        "ModifyTargetGroup",
        "ModifyTargetGroupAttributes",
        "DeleteTargetGroup",
        "ModifyListenerAttributes",
        "ModifyCapacityReservation",
        "ModifyIpPools",
      ),
      { condition: { Null: OWNED } },
    ),
    // Listeners and rules go with their load balancer; upstream puts no condition on them.
    allow("CreateAndDeleteListener", elb("CreateListener", "DeleteListener", "CreateRule", "DeleteRule")),
    allow(
      "ChangeListener",
      elb(
        "SetWebAcl",
        "ModifyListener",
        "AddListenerCertificates",
        "RemoveListenerCertificates",
        "ModifyRule",
        "SetRulePriorities",
      ),
    ),
  ];
}
