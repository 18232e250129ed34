/** Changes of the shared Ingress of a living stack, from the repository's configuration. */
import { addLogBucket } from "../../support/log-bucket.ts";
import { beforeAll, describe, expect, it } from "vitest";
import program from "../../../index.ts";
import {
  programConfig,
  readProject,
  readStackFiles,
  type ConfigValue,
} from "../../../fleet/project/project.ts";
import { SimulatedCloud } from "../../../sim/cloud.ts";
import { InProcessHost } from "../../../sim/hosts/in-process/host.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";

const root = new URL("../../..", import.meta.url).pathname;
const project = readProject(root);
const cloud = new SimulatedCloud({ region: "ap-northeast-2" });
const host = new InProcessHost(cloud);

/** Brings the first stack up with some settings of its load balancer. */
async function up(
  ingress: Readonly<Record<string, ConfigValue>> = {},
  others: Readonly<Record<string, ConfigValue>> = {},
) {
  const [file] = readStackFiles(root, project, ["cluster1"]);
  const config = programConfig(project, {
    ...file!,
    config: { ...file!.config, [`${project.name}:ingress`]: ingress, ...prefixed(others) },
  });
  const steps: string[] = [];
  const result = await host.up(
    { project: project.name, stack: "cluster1", config, program },
    {
      onStep({ status, operation, name }) {
        if (status === "done" && !["same", "read"].includes(operation)) steps.push(`${operation} ${name}`);
      },
    },
  );
  const problems = [...result.failures.map(({ message }) => message), result.programError?.message];
  return { steps, outputs: result.outputs, problem: problems.filter(Boolean).join("\n") };
}

function prefixed(config: Readonly<Record<string, ConfigValue>>): Record<string, ConfigValue> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [`${project.name}:${key}`, value]));
}

function loadBalancer() {
  const { LoadBalancers } = cloud.call(
    cloud.administrator,
    "elasticloadbalancing",
    "DescribeLoadBalancers",
    {},
  );
  expect(LoadBalancers).toHaveLength(1);
  return LoadBalancers[0]!;
}

function attribute(key: string): string | undefined {
  const { Attributes } = cloud.call(
    cloud.administrator,
    "elasticloadbalancing",
    "DescribeLoadBalancerAttributes",
    { LoadBalancerArn: loadBalancer().LoadBalancerArn },
  );
  return Attributes.find(({ Key }) => Key === key)?.Value;
}

/** What a stack hands over of its load balancer is what there is. */
function expectLivingOutputs(outputs: Record<string, unknown>): void {
  const { LoadBalancerArn, DNSName } = loadBalancer();
  const { TargetGroups } = cloud.call(
    cloud.administrator,
    "elasticloadbalancing",
    "DescribeTargetGroups",
    {},
  );
  expect(outputs).toMatchObject({
    loadBalancerArn: LoadBalancerArn,
    loadBalancerDnsName: DNSName.toLowerCase(),
    targetGroupArn: TargetGroups[0]!.TargetGroupArn,
  });
}

/** The message about a problem; ids are left out. */
function notApplied(problem: string): string {
  return (
    "the load balancer controller of myeks has not applied Ingress game-2048/ingress-2048: " +
    `${problem}. ` +
    "Its events say what AWS refused: kubectl describe ingress --namespace game-2048 ingress-2048. " +
    "Mend it, or take the change back, and run pulumi up again; with --refresh, if the Ingress was changed by other means than Pulumi"
  );
}

/** The reason that the events of the Ingress tell last. */
function lastWarning(): string {
  const events = clustersOf(cloud).get("myeks")!.api.list("v1/Event", { namespace: "game-2048" });
  const warnings = events.filter(
    (event) => event["type"] === "Warning" && event["involvedObject"].kind === "Ingress",
  );
  return String(warnings.at(-1)?.["message"]);
}

describe("the Ingress of a living stack", () => {
  beforeAll(async () => {
    expect((await up()).problem).toBe("");
  });

  it("is done when the controller has applied a change, and a second update has nothing to do", async () => {
    const { steps, problem, outputs } = await up({ idleTimeoutSeconds: 120 });
    expect([steps, problem]).toEqual([["update myeks-ingress-ingress"], ""]);
    expect(attribute("idle_timeout.timeout_seconds")).toBe("120");
    expectLivingOutputs(outputs);
    expect(await up({ idleTimeoutSeconds: 120 })).toMatchObject({ steps: [], problem: "" });
  });

  it.each([
    [
      "a certificate of another account",
      { tls: { certificateArns: ["arn:aws:acm:ap-northeast-2:210987654321:certificate/a"] } },
      "load balancer k8s-game2048-ingress2-0123456789 has no listener on port 443 " +
        "(Search returned 0 results, please revise so only one is returned)",
      "ValidationError: Certificate ARN 'arn:aws:acm:ap-northeast-2:210987654321:certificate/a' is not valid",
    ],
    [
      "a bucket for its log that is not there",
      { accessLogs: { bucket: "logs-of-nobody" } },
      "it still matches an earlier state of the Ingress",
      "InvalidConfigurationRequest: Access Denied for bucket: logs-of-nobody",
    ],
  ])("does not end well with %s, and does when that is taken back", async (_what, ingress, shown, reason) => {
    const { problem } = await up(ingress);
    expect(problem.replace(/ingress2-[0-9a-f]{10}/, "ingress2-0123456789")).toBe(notApplied(shown));
    expect(lastWarning()).toContain(reason);
    expect((await up()).problem).toBe("");
    expect(loadBalancer().State.Code).toBe("active");
  });

  it("takes back a log that is no longer wanted, and the prefix of one", async () => {
    addLogBucket(cloud, "logs-of-ours");
    const accessLogs = { bucket: "logs-of-ours", prefix: "shared" };
    expect((await up({ accessLogs })).problem).toBe("");
    expect(attribute("access_logs.s3.prefix")).toBe("shared");
    expect((await up({ accessLogs: { bucket: "logs-of-ours" } })).problem).toBe("");
    expect(attribute("access_logs.s3.prefix")).toBe("");
    expect((await up()).problem).toBe("");
    expect(attribute("access_logs.s3.enabled")).toBe("false");
  });

  it("takes back clients, certificates and tags that are no longer wanted", async () => {
    const seen = () => {
      const { LoadBalancerArn, SecurityGroups } = loadBalancer();
      const { Listeners } = cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeListeners", {
        LoadBalancerArn,
      });
      const { TagDescriptions } = cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeTags", {
        ResourceArns: [LoadBalancerArn],
      });
      const { SecurityGroups: groups } = cloud.call(cloud.administrator, "ec2", "DescribeSecurityGroups", {
        GroupIds: SecurityGroups,
      });
      const clients = groups.flatMap(({ IpPermissions }) =>
        IpPermissions.flatMap(({ FromPort, IpRanges = [] }) =>
          IpRanges.map(({ CidrIp }) => `${CidrIp} to ${FromPort}`),
        ),
      );
      return {
        ports: Listeners.map(({ Port }) => Port).sort(),
        team: TagDescriptions[0]!.Tags.find(({ Key }) => Key === "team")?.Value,
        clients: clients.sort(),
      };
    };
    const settings = {
      inboundCidrs: ["203.0.113.0/24"],
      tls: { certificateArns: ["arn:aws:acm:ap-northeast-2:123456789012:certificate/a"] },
    };
    expect((await up(settings, { tags: { team: "edge" } })).problem).toBe("");
    expect(seen()).toEqual({
      ports: [443, 80],
      team: "edge",
      clients: ["203.0.113.0/24 to 443", "203.0.113.0/24 to 80"],
    });
    expect((await up()).problem).toBe("");
    expect(seen()).toEqual({ ports: [80], team: undefined, clients: ["0.0.0.0/0 to 80"] });
  });

  it.each([
    ["scheme", { scheme: "internal" }, { Scheme: "internal" }, /^internal-k8s-/],
    ["name", { loadBalancerName: "Our-Edge" }, { LoadBalancerName: "Our-Edge" }, /^our-edge-/],
  ])(
    "is replaced for another %s, and the outputs are those of the new load balancer",
    async (_what, ingress, there, name) => {
      for (const [wanted, found, dnsName] of [
        [ingress, there, name],
        [{}, { Scheme: "internet-facing" }, /^k8s-game2048-ingress2-/],
      ] as const) {
        const { steps, problem, outputs } = await up(wanted);
        expect(problem).toBe("");
        expect(steps).toContain("delete myeks-ingress-ingress");
        expect(loadBalancer()).toMatchObject(found);
        expect(outputs["loadBalancerDnsName"]).toMatch(dnsName);
        expectLivingOutputs(outputs);
      }
    },
  );

  it("is found with a handful of calls, however many target groups the region has", async () => {
    for (let count = 0; count < 300; count++) {
      cloud.call(cloud.administrator, "elasticloadbalancing", "CreateTargetGroup", {
        Name: `foreign-${count}`,
        Protocol: "HTTP",
        Port: 80,
        VpcId: loadBalancer().VpcId,
        TargetType: "ip",
      });
    }
    cloud.journal.clear();
    expect(await up()).toMatchObject({ steps: [], problem: "" });
    const elb = /^Describe(LoadBalancer|Listener|Rule|TargetGroup|Tag)/;
    const calls = cloud.journal
      .entries()
      .filter(({ caller, action }) => caller === cloud.administrator.arn && elb.test(action));
    expect(calls.map(({ action }) => action).sort()).toEqual([
      "DescribeListeners",
      "DescribeLoadBalancers",
      "DescribeRules",
      ...Array.from({ length: 6 }, () => "DescribeTags"),
      "DescribeTargetGroups",
    ]);
  });
});
