import type { ArgsCheck } from "../shared/args-check.ts";
import { FORMS, type Form } from "../shared/forms.ts";
import { RULE_PROTOCOLS, type NodeSecurityGroupRule } from "./args.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html */
const DESCRIPTION: Form = [
  /^[a-zA-Z0-9. _:/()#,@[\]+=&;{}!$*-]{0,255}$/,
  "up to 255 letters, digits, spaces and any of . _ - : / ( ) # , @ [ ] + = & ; { } ! $ *",
];

/** An interface has five groups by default: the cluster's own and, with rules, the extra one come first. */
const GROUPS_PER_INTERFACE = 5;

/** Notes what EC2 would refuse of the nodes' security groups and of their rules. */
export function checkNodeSecurityGroups(check: ArgsCheck<ResolvedEksClusterArgs>): void {
  const { nodeSecurityGroupRules, nodeSecurityGroupIds } = check.args;
  const permissions = nodeSecurityGroupRules.map(permissionsOf);
  check.each("nodeSecurityGroupRules").forEach((rule, index) => {
    checkRule(rule);
    const earlier = permissions.findIndex((other) => other.some((one) => permissions[index]!.includes(one)));
    if (earlier !== -1 && earlier < index) {
      rule.addAt(rule.place, `opens what nodeSecurityGroupRules[${earlier}] opens; leave one out`);
    }
  });
  check.texts("nodeSecurityGroupIds", FORMS.securityGroupId);
  check.distinct("nodeSecurityGroupIds");
  const room = GROUPS_PER_INTERFACE - (nodeSecurityGroupRules.length > 0 ? 2 : 1);
  if (nodeSecurityGroupIds.length > room) {
    check.add(
      "nodeSecurityGroupIds",
      `has ${nodeSecurityGroupIds.length} groups, but a network interface has room for ${room} besides the ` +
        "cluster's; join their rules in fewer groups",
    );
  }
}

function checkRule(check: ArgsCheck<NodeSecurityGroupRule>): void {
  const { protocol, fromPort, toPort, cidrBlocks } = check.args;
  check.oneOf("protocol", RULE_PROTOCOLS);
  check.integer("fromPort", { min: -1, max: 65535 });
  check.integer("toPort", { min: -1, max: 65535 });
  check.text("description", DESCRIPTION);
  if (protocol === "-1" && (fromPort !== 0 || toPort !== 0)) {
    check.add("fromPort", "and toPort must be 0 with protocol -1, which is every protocol on every port");
  }
  if (fromPort > toPort) check.add("fromPort", `is ${fromPort}, more than toPort ${toPort}; swap the two`);
  if (cidrBlocks.length === 0) check.add("cidrBlocks", "is empty; name who may connect");
  check.cidrs("cidrBlocks", "203.0.113.0/24");
}

/** What a rule opens, to compare: EC2 takes each permission once. */
function permissionsOf({ protocol, fromPort, toPort, cidrBlocks }: NodeSecurityGroupRule): readonly string[] {
  return cidrBlocks.map((cidr) => [protocol, fromPort, toPort, cidr].join());
}
