import { describe, expect, it } from "vitest";
import {
  MultiClusterIngress,
  type JoinIngressArgs,
} from "../../../components/multi-cluster-ingress/index.ts";
import { refusalOf, runProgram, summary, valueOf } from "../../support/pulumi-program.ts";

const args: JoinIngressArgs = {
  mode: "join",
  namespace: "game-2048",
  serviceName: "service-2048",
  bindingName: "service-2048",
  selector: { "app.kubernetes.io/name": "app-2048" },
  containerPort: 8080,
  vpcId: "vpc-0123456789abcdef0",
  backendSecurityGroupId: "sg-0123456789abcdef0",
  targetGroupArn:
    "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/k8s-game2048-service2-1a2b3c4d5e/0123456789abcdef",
  loadBalancerArn:
    "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/k8s-game2048-ingress2-5e4d3c2b1a/0123456789abcdef",
  loadBalancerDnsName: "shared.ap-northeast-2.elb.amazonaws.com",
};

async function join(overrides: Partial<JoinIngressArgs> = {}) {
  const run = await runProgram(() => new MultiClusterIngress("ingress", { ...args, ...overrides }));
  return { ...run, ingress: run.result };
}

describe("MultiClusterIngress that joins", () => {
  it("makes namespace, Service and binding", async () => {
    const { resources, calls } = await join();
    expect(resources.map(summary)).toEqual([
      "multicluster-ingress:index:MultiClusterIngress ingress",
      "kubernetes:core/v1:Namespace ingress-namespace",
      "kubernetes:core/v1:Service ingress-service after ingress-namespace",
      "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding ingress-binding after ingress-namespace, ingress-service",
    ]);
    expect(calls).toEqual([]);
  });

  it("binds the Service in multi-cluster mode, and opens the nodes to the load balancer", async () => {
    const { resource } = await join();
    expect(resource("ingress-binding").inputs).toMatchObject({
      apiVersion: "elbv2.k8s.aws/v1beta1",
      kind: "TargetGroupBinding",
      metadata: {
        name: "service-2048",
        namespace: "game-2048",
      },
      spec: {
        targetGroupARN: args.targetGroupArn,
        targetType: "ip",
        targetGroupProtocol: "HTTP",
        ipAddressType: "ipv4",
        vpcID: "vpc-0123456789abcdef0",
        multiClusterTargetGroup: true,
        serviceRef: { name: "service-2048", port: 80 },
        networking: {
          ingress: [
            {
              from: [{ securityGroup: { groupID: "sg-0123456789abcdef0" } }],
              ports: [{ protocol: "TCP", port: 8080 }],
            },
          ],
        },
      },
    });
  });

  it("replaces the binding, the old one first, where the controller forbids a change", async () => {
    const { resource } = await join();
    expect(resource("ingress-binding")).toMatchObject({
      replaceOnChanges: ["spec.targetGroupARN", "spec.targetType", "spec.ipAddressType", "spec.vpcID"],
      deleteBeforeReplace: true,
    });
  });

  it.each([
    [8081, [8080, 8081]],
    [8080, [8080]],
  ])("opens health check port %i too, once", async (healthCheckPort, ports) => {
    const { resource } = await join({ healthCheckPort });
    expect(resource("ingress-binding").inputs).toMatchObject({
      spec: { networking: { ingress: [{ ports: ports.map((port) => ({ protocol: "TCP", port })) }] } },
    });
  });

  it("passes on what it joined", async () => {
    const { ingress } = await join();
    expect(await valueOf(ingress.targetGroupArn)).toBe(args.targetGroupArn);
    expect(await valueOf(ingress.loadBalancerArn)).toBe(args.loadBalancerArn);
    expect(await valueOf(ingress.loadBalancerDnsName)).toBe(args.loadBalancerDnsName);
    expect(await valueOf(ingress.backendSecurityGroupId)).toBe("sg-0123456789abcdef0");
    expect(await valueOf(ingress.bindingName)).toBe("service-2048");
    expect(await valueOf(ingress.ready.urn)).toContain("::ingress-binding");
  });

  it("lets the caller change the binding", async () => {
    const { resource } = await join({
      transform: {
        binding: (binding) => ({ ...binding, metadata: { ...binding.metadata, labels: { a: "1" } } }),
      },
    });
    expect(resource("ingress-binding").inputs).toMatchObject({
      metadata: { name: "service-2048", labels: { a: "1" } },
      spec: { multiClusterTargetGroup: true },
    });
  });

  it("refuses wrong args, all at once and before it registers anything", async () => {
    const message = await refusalOf(
      () =>
        new MultiClusterIngress("ingress", {
          ...args,
          targetGroupArn: args.loadBalancerArn,
          vpcId: "192.168.0.0/16",
          bindingName: "Service",
          healthCheckPort: 70_000,
          backendSecurityGroupId: "backend",
        }),
    );
    expect(message).toBe(`MultiClusterIngress "ingress" has 5 problems:
  - backendSecurityGroupId is "backend"; use a security group id such as sg-0123456789abcdef0
  - targetGroupArn is "${String(args.loadBalancerArn)}"; use the ARN of a target group
  - bindingName is "Service"; use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end
  - healthCheckPort is 70000; use a whole number from 1 to 65535
  - vpcId is "192.168.0.0/16"; use a VPC id such as vpc-0123456789abcdef0`);
  });
});
