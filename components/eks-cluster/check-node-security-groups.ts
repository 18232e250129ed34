import type { ArgsCheck } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import type { NodeSecurityGroupRule } from "./args.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";

const PROTOCOLS = ["tcp", "udp", "icmp", "-1"];

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html */
const DESCRIPTION = /^[a-zA-Z0-9. _:/()#,@[\]+=&;{}!$*-]{0,255}$/;

/** An interface has five groups by default: the cluster's own and, with rules, the extra one come first. */
const GROUPS_PER_INTERFACE = 5;

/** Notes what EC2 would refuse of the nodes' security groups and of their rules. */
export function checkNodeSecurityGroups(args: ResolvedEksClusterArgs, check: ArgsCheck): void {
  const permissions = args.nodeSecurityGroupRules.map(permissionsOf);
  args.nodeSecurityGroupRules.forEach((rule, index) => {
    const path = `nodeSecurityGroupRules[${index}]`;
    checkRule(path, rule, check);
    const earlier = permissions.findIndex((other) => other.some((one) => permissions[index]!.includes(one)));
    if (earlier !== -1 && earlier < index)
      check.add(path, `opens what nodeSecurityGroupRules[${earlier}] opens; leave one out`);
  });
  args.nodeSecurityGroupIds.forEach((id, index) =>
    check.text(`nodeSecurityGroupIds[${index}]`, id, ...FORMS.securityGroupId),
  );
  check.distinct("nodeSecurityGroupIds", args.nodeSecurityGroupIds);
  const room = GROUPS_PER_INTERFACE - (args.nodeSecurityGroupRules.length > 0 ? 2 : 1);
  if (args.nodeSecurityGroupIds.length > room) {
    check.add(
      "nodeSecurityGroupIds",
      `has ${args.nodeSecurityGroupIds.length} groups, but a network interface has room for ${room} besides the ` +
        "cluster's; join their rules in fewer groups",
    );
  }
}

function checkRule(path: string, rule: NodeSecurityGroupRule, check: ArgsCheck): void {
  check.oneOf(`${path}.protocol`, rule.protocol, PROTOCOLS);
  check.integer(`${path}.fromPort`, rule.fromPort, { min: -1, max: 65535 });
  check.integer(`${path}.toPort`, rule.toPort, { min: -1, max: 65535 });
  check.text(
    `${path}.description`,
    rule.description,
    DESCRIPTION,
    "up to 255 letters, digits, spaces and any of . _ - : / ( ) # , @ [ ] + = & ; { } ! $ *",
  );
  if (rule.protocol === "-1" && (rule.fromPort !== 0 || rule.toPort !== 0)) {
    check.add(
      `${path}.fromPort`,
      "and toPort must be 0 with protocol -1, which is every protocol on every port",
    );
  }
  if (rule.fromPort > rule.toPort) {
    check.add(`${path}.fromPort`, `is ${rule.fromPort}, more than toPort ${rule.toPort}; swap the two`);
  }
  if (rule.cidrBlocks.length === 0) check.add(`${path}.cidrBlocks`, "is empty; name who may connect");
  rule.cidrBlocks.forEach((cidr, index) =>
    check.cidr(`${path}.cidrBlocks[${index}]`, cidr, "203.0.113.0/24"),
  );
  check.distinct(`${path}.cidrBlocks`, rule.cidrBlocks);
}

/** What a rule opens, to compare: EC2 takes each permission once. */
function permissionsOf({ protocol, fromPort, toPort, cidrBlocks }: NodeSecurityGroupRule): readonly string[] {
  return cidrBlocks.map((cidr) => [protocol, fromPort, toPort, cidr].join());
}
