import { describe, expect, it, onTestFinished, vi } from "vitest";
import { EksCluster, type EksClusterArgs, type NodeGroupArgs } from "../../../components/index.ts";
import { refusalOf } from "../../support/pulumi-program.ts";

const network = { vpcId: "vpc-0123456789abcdef0", publicSubnetIds: ["a"], privateSubnetIds: [] };

const refusal = (args: Partial<EksClusterArgs>, name = "myeks") =>
  refusalOf(() => new EksCluster(name, { name: "myeks", network, ...args }));

const groupRefusal = (...nodeGroups: NodeGroupArgs[]) => refusal({ nodeGroups });

const someTaints = (count: number): NonNullable<NodeGroupArgs["taints"]> =>
  Array.from({ length: count }, (_, index) => ({ key: `key-${index}`, effect: "PREFER_NO_SCHEDULE" }));

describe("an EksCluster refuses", () => {
  it("a name that EKS would refuse", async () => {
    expect(await refusal({ name: "my cluster" })).toBe(
      'EksCluster "myeks": name is "my cluster"; use 1 to 100 letters, digits, hyphens and underscores, the first a ' +
        "letter or digit",
    );
  });

  it("a component name of which IAM cannot make role names", async () => {
    expect(await refusal({}, "a".repeat(44))).toBe(
      `EksCluster "${"a".repeat(44)}": the component's name has 44 characters, but names of IAM roles are made of it; ` +
        "use 43 or fewer",
    );
  });

  it("a Kubernetes version past its standard support, unless that is extended", async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 11, 3), toFake: ["Date"] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    expect(await refusal({ kubernetesVersion: "1.34" })).toBe(
      'EksCluster "myeks": kubernetesVersion is 1.34, whose standard support ended on 2026-12-02; use 1.35 or 1.36, ' +
        "or set supportType to EXTENDED, which keeps it until 2027-12-02 at six times the price per hour",
    );
    const extended = { name: "myeks", network, kubernetesVersion: "1.34", supportType: "EXTENDED" } as const;
    expect(EksCluster.problems("myeks", extended)).toEqual([]);
  });

  it("a Kubernetes version out of standard support", async () => {
    expect(await refusal({ kubernetesVersion: "1.33" as "1.34" })).toBe(
      'EksCluster "myeks": kubernetesVersion is "1.33"; use one of 1.34, 1.35, 1.36',
    );
  });

  it("endpoints that nobody can reach, or blocks for an endpoint that is off", async () => {
    expect(
      await refusal({
        endpointPublicAccess: false,
        endpointPrivateAccess: false,
        publicAccessCidrs: ["203.0.113.7"],
      }),
    ).toBe(
      [
        'EksCluster "myeks" has 3 problems:',
        "  - endpointPrivateAccess is false beside endpointPublicAccess; set one of the two to true",
        "  - publicAccessCidrs is given without endpointPublicAccess; leave it out",
        '  - publicAccessCidrs[0] is "203.0.113.7"; use an IPv4 block such as 203.0.113.0/24',
      ].join("\n"),
    );
  });

  it("words that are not among the allowed ones", async () => {
    expect(
      await refusal({
        supportType: "LONG" as "STANDARD",
        controlPlaneSubnets: "inner" as "private",
        enabledLogTypes: ["api", "events" as "audit"],
        podNetworking: { mode: "overlay" as "secondary-ip" },
      }),
    ).toBe(
      [
        'EksCluster "myeks" has 4 problems:',
        '  - supportType is "LONG"; use one of STANDARD, EXTENDED',
        '  - controlPlaneSubnets is "inner"; use one of public, private',
        '  - enabledLogTypes[1] is "events"; use one of api, audit, authenticator, controllerManager, scheduler',
        '  - podNetworking.mode is "overlay"; use one of secondary-ip, prefix-delegation, custom-networking',
      ].join("\n"),
    );
  });

  it("access entries that EKS would refuse, or that are there twice", async () => {
    const admin = { principalArn: "arn:aws:iam::111122223333:role/admin" };
    expect(
      await refusal({
        accessEntries: [admin, { principalArn: "admin", policies: [{ policy: "Admin" }] }, admin],
      }),
    ).toBe(
      [
        'EksCluster "myeks" has 3 problems:',
        '  - accessEntries[1].principalArn is "admin"; use the ARN of an IAM role or user',
        '  - accessEntries[1].policies[0].policy is "Admin"; use the name of an EKS access policy such as ' +
          "AmazonEKSViewPolicy",
        '  - accessEntries[2].principalArn is "arn:aws:iam::111122223333:role/admin", as in accessEntries[0]; join the ' +
          "two entries",
      ].join("\n"),
    );
  });

  it("access entries with groups that EKS keeps to itself, or policies without a place", async () => {
    const view = { policy: "AmazonEKSViewPolicy" };
    expect(
      await refusal({
        accessEntries: [
          {
            principalArn: "arn:aws:iam::111122223333:role/dev",
            kubernetesGroups: ["developers", "system:masters"],
            policies: [
              { ...view, namespaces: [] },
              { ...view, namespaces: ["dev-*", "Dev"] },
            ],
          },
        ],
      }),
    ).toBe(
      [
        'EksCluster "myeks" has 4 problems:',
        "  - accessEntries[0].policies[0].namespaces is empty; name one, or leave it out for the whole cluster",
        '  - accessEntries[0].policies[1].namespaces[1] is "Dev"; use a namespace, or the beginning of some and *',
        "  - accessEntries[0].policies[1] is AmazonEKSViewPolicy, as is policies[0]; join their namespaces",
        '  - accessEntries[0].kubernetesGroups[1] is "system:masters", which begins with system:, eks:, aws:, amazon: or iam:, ' +
          "which EKS keeps; use another group",
      ].join("\n"),
    );
  });

  it("more blocks for the public endpoint than EKS takes, or one twice", async () => {
    const blocks = Array.from({ length: 40 }, (_, index) => `203.0.113.${index}/32`);
    expect(await refusal({ publicAccessCidrs: [...blocks, blocks[0]!] })).toBe(
      [
        'EksCluster "myeks" has 2 problems:',
        '  - publicAccessCidrs[40] is "203.0.113.0/32", as is publicAccessCidrs[0]; name it once',
        "  - publicAccessCidrs has 41 blocks, and EKS takes 40; join neighbours in larger ones",
      ].join("\n"),
    );
  });

  it("a public endpoint that its own nodes cannot reach", async () => {
    const closed = { endpointPrivateAccess: false, publicAccessCidrs: ["203.0.113.0/24"] };
    expect(await refusal(closed)).toBe(
      'EksCluster "myeks": publicAccessCidrs cannot name the nodes, whose public addresses are not known beforehand; ' +
        "set endpointPrivateAccess to true",
    );
    expect(
      EksCluster.problems("myeks", {
        name: "myeks",
        network,
        ...closed,
        nodeGroups: [{ subnets: "private" }],
      }),
    ).toEqual([]);
  });

  it("tags that would make every security group the cluster's own", async () => {
    expect(await refusal({ tags: { "kubernetes.io/cluster/myeks": "owned" } })).toBe(
      'EksCluster "myeks": tags["kubernetes.io/cluster/myeks"] is a key to which AWS, Kubernetes or this package gives a meaning; use ' +
        "another key",
    );
  });

  it("pod networking with numbers below zero, or without subnets", async () => {
    expect(
      await refusal({ podNetworking: { mode: "custom-networking", podSubnetIds: {}, warmEniTarget: -1 } }),
    ).toBe(
      [
        'EksCluster "myeks" has 2 problems:',
        "  - podNetworking.warmEniTarget is -1; use a whole number from 0 to 250",
        "  - podNetworking.podSubnetIds is empty; give the pods' subnet in every zone that has nodes, or secondaryCidrBlocks of the VPC",
      ].join("\n"),
    );
    expect(
      await refusal({
        podNetworking: {
          mode: "custom-networking",
          podSubnetIds: { "ap-northeast-2a": "pods" },
          podSecurityGroupIds: ["pods"],
        },
      }),
    ).toBe(
      [
        'EksCluster "myeks" has 2 problems:',
        '  - podNetworking.podSubnetIds.ap-northeast-2a is "pods"; use a subnet id such as subnet-0123456789abcdef0',
        '  - podNetworking.podSecurityGroupIds[0] is "pods"; use a security group id such as sg-0123456789abcdef0',
      ].join("\n"),
    );
  });

  it("pods on public nodes that would leave with their own addresses", async () => {
    const podNetworking = { mode: "secondary-ip", externalSnat: true } as const;
    expect(await refusal({ podNetworking, nodeGroups: [{ subnets: "private" }, { name: "edge" }] })).toBe(
      'EksCluster "myeks": podNetworking.externalSnat is true, but nodes of edge are in public subnets, where pods\' own addresses ' +
        "reach nothing outside of the VPC; set subnets of these groups to private, behind NAT gateways, or leave it out",
    );
    expect(
      EksCluster.problems("myeks", {
        name: "myeks",
        network,
        podNetworking,
        nodeGroups: [{ subnets: "private" }],
      }),
    ).toEqual([]);
  });

  it("security groups that do not fit, and rules that say nothing", async () => {
    const [one, two] = ["sg-0123456789abcdef0", "sg-0123456789abcdef1"];
    expect(
      await refusal({
        nodeSecurityGroupIds: [one, two, one, "nodes"],
        nodeSecurityGroupRules: [
          { description: "", protocol: "sctp" as "tcp", fromPort: 443, toPort: 80, cidrBlocks: [] },
          { description: "", protocol: "tcp", fromPort: 0, toPort: 70_000, cidrBlocks: ["all"] },
          { description: "it's", protocol: "-1", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] },
          { description: "", protocol: "-1", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] },
        ],
      }),
    ).toBe(
      [
        'EksCluster "myeks" has 12 problems:',
        '  - nodeSecurityGroupRules[0].protocol is "sctp"; use one of tcp, udp, icmp, -1',
        "  - nodeSecurityGroupRules[0].fromPort is 443, more than toPort 80; swap the two",
        "  - nodeSecurityGroupRules[0].cidrBlocks is empty; name who may connect",
        "  - nodeSecurityGroupRules[1].toPort is 70000; use a whole number from -1 to 65535",
        '  - nodeSecurityGroupRules[1].cidrBlocks[0] is "all"; use an IPv4 block such as 203.0.113.0/24',
        '  - nodeSecurityGroupRules[2].description is "it\'s"; use up to 255 letters, digits, spaces and any of . _ - : / ' +
          "( ) # , @ [ ] + = & ; { } ! $ *",
        "  - nodeSecurityGroupRules[2].fromPort and toPort must be 0 with protocol -1, which is every protocol on every port",
        "  - nodeSecurityGroupRules[3].fromPort and toPort must be 0 with protocol -1, which is every protocol on every port",
        "  - nodeSecurityGroupRules[3] opens what nodeSecurityGroupRules[2] opens; leave one out",
        '  - nodeSecurityGroupIds[3] is "nodes"; use a security group id such as sg-0123456789abcdef0',
        '  - nodeSecurityGroupIds[2] is "sg-0123456789abcdef0", as is nodeSecurityGroupIds[0]; name it once',
        "  - nodeSecurityGroupIds has 4 groups, but a network interface has room for 3 besides the cluster's; join " +
          "their rules in fewer groups",
      ].join("\n"),
    );
  });
});

describe("a node group is refused", () => {
  it("if there is none", async () => {
    expect(await groupRefusal()).toBe(
      'EksCluster "myeks": nodeGroups is empty; give one group or more, as the load balancer controller needs nodes',
    );
  });

  it("with more pods than the instance type can run, and takes as many as that", () => {
    const problems = (maxPods: number) =>
      EksCluster.problems("myeks", { name: "myeks", network, nodeGroups: [{ maxPods }] });
    expect([17, 18].map((maxPods) => problems(maxPods).length)).toEqual([0, 1]);
  });

  it("if none starts a node", async () => {
    expect(await groupRefusal({ count: 0 }, { name: "spare", count: 0 })).toBe(
      'EksCluster "myeks": nodeGroups start no node, as every count is 0; the load balancer controller needs one or more',
    );
    expect(
      EksCluster.problems("myeks", { name: "myeks", network, nodeGroups: [{}, { name: "spare", count: 0 }] }),
    ).toEqual([]);
  });

  it("with a name that is taken, or too long beside the cluster's", async () => {
    const name = "n".repeat(60);
    expect(await groupRefusal({ name }, { name: "ng" }, {})).toBe(
      [
        'EksCluster "myeks" has 2 problems:',
        `  - nodeGroups[0].name is "${name}", which makes the name myeks-${name} of 66 characters; EKS allows 63 ` +
          "and Pulumi adds 8, so shorten it or the cluster's name",
        '  - nodeGroups[2].name is "ng", the name of an earlier group; use another',
      ].join("\n"),
    );
  });

  it("with an instance type that nobody knows, with near ones", async () => {
    expect(await groupRefusal({ instanceTypes: ["t3.medum", "huge"] })).toBe(
      [
        'EksCluster "myeks" has 2 problems:',
        '  - nodeGroups[0].instanceTypes[0] is "t3.medum", which is not a known Nitro instance type; did you mean ' +
          "t3.medium or t3a.medium?",
        '  - nodeGroups[0].instanceTypes[1] is "huge", which is not a known Nitro instance type; use one such as ' +
          "t3.medium or m7g.large",
      ].join("\n"),
    );
    expect(await groupRefusal({ instanceTypes: [] })).toBe(
      'EksCluster "myeks": nodeGroups[0].instanceTypes is empty; name an instance type such as t3.medium',
    );
  });

  it("with instance types of two architectures", async () => {
    expect(await groupRefusal({ instanceTypes: ["t3.medium", "t4g.medium"] })).toBe(
      'EksCluster "myeks": nodeGroups[0].instanceTypes mixes architectures (t3.medium is x86_64, t4g.medium is arm64); ' +
        "use one node group for each",
    );
  });

  it.each<[NodeGroupArgs, string]>([
    [{ minSize: 4, maxSize: 3 }, "minSize is 4, more than maxSize 3; lower it or raise maxSize"],
    [{ count: 2, minSize: 3, maxSize: 4 }, "count is 2, less than minSize 3; raise it or lower minSize"],
    [{ count: 5, maxSize: 4 }, "count is 5, more than maxSize 4; lower it or raise maxSize"],
    [{ count: 1.5, minSize: 1, maxSize: 2 }, "count is 1.5; use a whole number from 0 to 450"],
    [{ diskSizeGib: 8 }, "diskSizeGib is 8; use a whole number from 20 to 16384"],
    [{ metadataHopLimit: 0 }, "metadataHopLimit is 0; use a whole number from 1 to 64"],
    [{ subnets: "isolated" as "private" }, 'subnets is "isolated"; use one of public, private'],
    [{ capacityType: "CHEAP" as "SPOT" }, 'capacityType is "CHEAP"; use one of ON_DEMAND, SPOT'],
    [
      { initScript: "echo" },
      'initScript is "echo"; use a script whose first line names its shell, as #!/bin/bash',
    ],
    [{ labels: { "a b": "" } }, 'labels is "a b"; use keys that are Kubernetes label keys'],
    [
      { labels: { tier: "a/b" } },
      'labels.tier is "a/b"; use up to 63 letters, digits, hyphens, underscores and dots',
    ],
    [
      { labels: { "node-role.kubernetes.io/worker": "" } },
      'labels is "node-role.kubernetes.io/worker", which has a prefix that EKS or the kubelet refuses; use a prefix of your ' +
        "own, or none",
    ],
    [
      { instanceTypes: ["t3.medium", "t3.medium"] },
      'instanceTypes[1] is "t3.medium", as is nodeGroups[0].instanceTypes[0]; name it once',
    ],
    [{ keyName: "" }, 'keyName is ""; use the name of an EC2 key pair'],
    [
      { initScript: `#!/bin/bash\n${"#".repeat(12_288)}` },
      "initScript has 12300 bytes; use 12288 or fewer, as EC2 takes 16 KiB of user data and EKS adds its own, or fetch " +
        "the rest from the script",
    ],
    [
      { initScript: "#!/bin/bash\n--==multicluster-ingress==--" },
      "initScript contains ==multicluster-ingress==, which ends it within the user data; use other words",
    ],
    [
      {
        taints: [
          { key: "a", effect: "NO_SCHEDULE" },
          { key: "a", value: "b", effect: "NO_SCHEDULE" },
        ],
      },
      "taints[1] has key and effect of taints[0]; leave one out",
    ],
    [
      { taints: [{ key: "a", value: "b c", effect: "NO_SCHEDULE" }] },
      'taints[0].value is "b c"; use up to 63 letters, digits, hyphens, underscores and dots',
    ],
    [{ taints: someTaints(51) }, "taints has 51 taints; use 50 or fewer"],
    [{ taints: [{ key: "", effect: "NO_SCHEDULE" }] }, 'taints[0].key is ""; use a Kubernetes label key'],
    [
      { taints: [{ key: "a", effect: "NoSchedule" as "NO_SCHEDULE" }] },
      'taints[0].effect is "NoSchedule"; use one of NO_SCHEDULE, PREFER_NO_SCHEDULE, NO_EXECUTE',
    ],
    [
      { maxPods: 18 },
      "maxPods is 18, more than the 17 that t3.medium can run with secondary-ip; lower it, or use a larger type or " +
        "prefix-delegation",
    ],
    [{ maxPods: 1 }, "maxPods is 1; use a whole number from 4 to 250"],
    [{ maxUnavailable: 0 }, "maxUnavailable is 0; use a whole number from 1 to 100"],
    [{ maxUnavailable: 101 }, "maxUnavailable is 101; use a whole number from 1 to 100"],
    [{ maxUnavailablePercentage: 0 }, "maxUnavailablePercentage is 0; use a whole number from 1 to 100"],
    [{ maxUnavailablePercentage: 101 }, "maxUnavailablePercentage is 101; use a whole number from 1 to 100"],
    [
      { maxUnavailable: 1, maxUnavailablePercentage: 50 },
      "maxUnavailablePercentage is given beside maxUnavailable; leave one of the two out",
    ],
  ])("with %j", async (group, reason) => {
    expect(await groupRefusal(group)).toBe(`EksCluster "myeks": nodeGroups[0].${reason}`);
  });

  it.each([
    { maxUnavailable: 1 },
    { maxUnavailable: 100 },
    { maxUnavailablePercentage: 1 },
    { maxUnavailablePercentage: 100 },
  ])("no group with %j", (group) => {
    expect(EksCluster.problems("myeks", { name: "myeks", network, nodeGroups: [group] })).toEqual([]);
  });

  it("no group with as many taints as EKS takes", () => {
    const nodeGroups = [{ taints: someTaints(50) }];
    expect(EksCluster.problems("myeks", { name: "myeks", network, nodeGroups })).toEqual([]);
  });

  it("whose pods cannot fit its subnets", async () => {
    expect(
      await refusal({ network: { ...network, publicSubnetCidrBlocks: ["10.0.0.0/27", "10.0.0.32/27"] } }),
    ).toBe(
      'EksCluster "myeks": nodeGroups cannot fit: at maxSize their nodes and pods need 54 addresses in each public ' +
        "subnet (ng: 3 nodes with 18 addresses), but 10.0.0.0/27 has 27; use larger subnets, a smaller maxSize or " +
        "maxPods, or custom-networking",
    );
  });
});
