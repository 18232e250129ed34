import { describe, expect, it } from "vitest";
import {
  MultiClusterIngress,
  type CreateIngressArgs,
  type IngressAppArgs,
  type JoinIngressArgs,
} from "../../../components/multi-cluster-ingress/index.ts";

const COMMON = { namespace: "shops", backendSecurityGroupId: "sg-0123456789abcdef0" };
const JOIN: JoinIngressArgs = {
  ...COMMON,
  mode: "join",
  vpcId: "vpc-0123456789abcdef0",
  loadBalancerArn: "arn",
  loadBalancerDnsName: "name",
};
const CREATE: CreateIngressArgs = { ...COMMON, mode: "create", clusterName: "blue" };

const shop: IngressAppArgs = { name: "shop", selector: { app: "shop" }, containerPort: 8080 };
const news: IngressAppArgs = {
  name: "news",
  selector: { app: "news" },
  containerPort: 8080,
  routes: [{ hosts: ["news.example.com"] }],
};

/** What is wrong, one line each. */
function problems(args: CreateIngressArgs | JoinIngressArgs): string[] {
  return MultiClusterIngress.problems("ingress", args).map(({ path, reason }) => `${path} ${reason}`);
}

describe("apps of an ingress", () => {
  it("are accepted, with all that they can have", () => {
    const everything: IngressAppArgs = {
      ...news,
      resourceName: "ingress",
      targetType: "instance",
      service: {
        port: 8000,
        type: "NodePort",
        nodePort: 32_767,
        nodePortSources: ["203.0.113.0/24", "198.51.100.7/32"],
        externalTrafficPolicy: "Local",
        internalTrafficPolicy: "Local",
        sessionAffinitySeconds: 86_400,
      },
      podDisruptionBudget: { maxUnavailable: 1 },
      healthCheck: { path: "/ready", port: 9090 },
      targetGroup: { slowStartSeconds: 30 },
    };
    const nodeSecurityGroupId = "sg-0123456789abcdef1";
    expect(problems({ ...CREATE, nodeSecurityGroupId, apps: [everything, shop] })).toEqual([]);
  });

  it("are in other namespaces where no request goes to them", () => {
    const reason =
      'namespace is "elsewhere", and an Ingress forwards to Services of its own namespace alone; use "shops", or a load balancer that Pulumi makes';
    const broker = { ...news, name: "broker", namespace: "elsewhere", routes: [] };
    expect(problems({ ...CREATE, apps: [broker, shop] })).toEqual([]);
    expect(problems({ ...CREATE, apps: [broker, shop], defaultAction: { app: "broker" } })).toEqual([
      `apps[0].${reason}`,
    ]);
  });

  it("are refused beside the description of only one", () => {
    expect(
      problems({ ...JOIN, apps: [shop], selector: { app: "shop" }, containerPort: 80, bindingName: "shop" }),
    ).toEqual([
      "selector does not go with apps; put it into the entry of its app",
      "containerPort does not go with apps; put it into the entry of its app",
      "bindingName does not go with apps; put it into the entry of its app",
    ]);
  });

  it("are needed where not one is described", () => {
    expect(problems(JOIN)).toEqual([
      "selector is missing; give it, or describe apps in `apps`",
      "containerPort is missing; give it, or describe apps in `apps`",
      "targetGroupArn is missing; give it, or describe apps in `apps`",
    ]);
    expect(problems({ ...JOIN, apps: [] })).toEqual(["apps is empty; describe at least one app"]);
  });

  it("are looked at one by one", () => {
    expect(
      problems({
        ...CREATE,
        apps: [
          { ...news, namespace: "elsewhere", selector: {}, containerPort: 0, targetType: "pod" as "ip" },
          {
            ...news,
            name: "News",
            service: {
              port: "http",
              type: "ClusterIP",
              externalTrafficPolicy: "Local",
              sessionAffinitySeconds: 0,
            },
            targetType: "instance",
            protocolVersion: "GRPC",
            healthCheck: { successCodes: "200" },
          },
          { ...news, serviceName: "News", bindings: [{ name: "B", targetGroupArn: "arn" }] },
          {
            ...shop,
            service: { existing: "Shop", port: "HTTP" },
            podDisruptionBudget: { minAvailable: "all" },
          },
        ],
      }),
    ).toEqual([
      "apps[0].selector is empty; give the labels of the workload's pods",
      "apps[0].containerPort is 0; use a whole number from 1 to 65535",
      'apps[0].targetType is "pod"; use one of ip, instance',
      'apps[0].namespace is "elsewhere", and an Ingress forwards to Services of its own namespace alone; use "shops", or a load balancer that Pulumi makes',
      'apps[1].service.port is "http"; use a number: names are for existing Services',
      "apps[1].service.sessionAffinitySeconds is 0; use a whole number from 1 to 86400",
      "apps[1].service.type is ClusterIP, which opens no port of the nodes for targetType instance; use NodePort",
      "apps[1].service.externalTrafficPolicy does not go with type ClusterIP; use NodePort, or leave it out",
      'apps[1].healthCheck.successCodes is "200"; use gRPC status codes between 0 and 99, e.g. 12, 0,12 or 0-99',
      "apps[1].protocolVersion is GRPC, which clients can speak to the load balancer by HTTPS alone; give tls with redirectHttp",
      'apps[2].serviceName is "News"; use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end',
      'apps[2].bindings[0].name is "B"; use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end',
      'apps[2].bindings[0].targetGroupArn is "arn"; use the ARN of a target group',
      "apps[2].bindings need the VPC of their target groups; give vpcId",
      'apps[3].podDisruptionBudget.minAvailable is "all"; use a whole number or a percentage such as "50%"',
      'apps[3].service.existing is "Shop"; use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end',
      'apps[3].service.port is "HTTP"; use a number, or a name of at most 15 lower-case letters, digits and single hyphens',
      'apps[1].name is "News"; use 1 to 40 lower-case letters, digits and hyphens, with no hyphen at either end',
      'apps[2].name is "news", as is that of an app before; name each once',
    ]);
  });

  it("have node ports of their own, for whom they name", () => {
    const onPort = (name: string, service: IngressAppArgs["service"]) => ({
      ...{ ...news, name, routes: [{ hosts: [`${name}.example.com`] }] },
      ...(service !== undefined && { service }),
    });
    const sources = ["203.0.113.0/24"];
    expect(
      problems({
        ...CREATE,
        nodeSecurityGroupId: "sg",
        apps: [
          onPort("a", { nodePort: 29_999 }),
          onPort("b", { nodePort: 32_768 }),
          onPort("c", { nodePort: 30_000 }),
          onPort("d", { nodePort: 30_000, nodePortSources: [...sources, ...sources, "203.0.113.7/24"] }),
          onPort("e", { nodePortSources: sources, internalTrafficPolicy: "Node" as "Local" }),
          onPort("f", { type: "ClusterIP", nodePort: 30_001, nodePortSources: sources }),
          onPort("g", { type: "ClusterIP", internalTrafficPolicy: "Local" }),
        ],
      }),
    ).toEqual([
      'nodeSecurityGroupId is "sg"; use a security group id such as sg-0123456789abcdef0',
      "apps[0].service.nodePort is 29999; use a whole number from 30000 to 32767",
      "apps[1].service.nodePort is 32768; use a whole number from 30000 to 32767",
      'apps[3].service.nodePortSources[2] is "203.0.113.7/24", with bits beyond its prefix; use 203.0.113.0/24',
      'apps[3].service.nodePortSources[1] is "203.0.113.0/24", as is apps[3].service.nodePortSources[0]; name it once',
      'apps[4].service.internalTrafficPolicy is "Node"; use one of Cluster, Local',
      "apps[4].service.nodePortSources needs the port that it opens; give nodePort too",
      "apps[5].service.nodePort does not go with type ClusterIP; use NodePort, or leave it out",
      "apps[5].service.nodePortSources does not go with type ClusterIP; use NodePort, or leave it out",
      "apps[3].service.nodePort is 30000, as is apps[2].service.nodePort; a node has each port once: use another",
    ]);
    expect(
      problems({ ...CREATE, apps: [onPort("d", { nodePort: 30_000, nodePortSources: sources })] }),
    ).toEqual(["nodeSecurityGroupId is missing; nodePortSources are rules in the nodes' security group"]);
  });

  it("say on the side that joins what concerns that side alone", () => {
    const { routes: _, ...joined } = news;
    expect(
      problems({ ...JOIN, apps: [{ ...joined, healthCheck: {}, targetGroup: {}, targetGroupArn: "arn" }] }),
    ).toEqual([
      "apps[0].targetGroupArn is for the side that creates; leave it out where clusters join",
      "apps[0].healthCheck is for the side that creates; leave it out where clusters join",
      "apps[0].targetGroup is for the side that creates; leave it out where clusters join",
    ]);
  });

  it("have names of their own, and so have their Services and resources", () => {
    const { routes: _, ...joined } = news;
    expect(problems({ ...JOIN, apps: [joined, { ...joined, name: "A".repeat(41) }, joined] })).toEqual([
      'apps[1].name is "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"; use 1 to 40 lower-case letters, digits and hyphens, with no hyphen at either end',
      'apps[2].name is "news", as is apps[0].name; use another',
    ]);
    const same = { ...shop, resourceName: "ingress-news", serviceName: "service-news" };
    expect(problems({ ...JOIN, apps: [joined, same] })).toEqual([
      'apps[1].serviceName is "service-news", as is apps[0].serviceName; use another',
      'apps[1].resourceName is "ingress-news", as is apps[0].resourceName; use another',
    ]);
    expect(
      problems({ ...JOIN, apps: [joined, { ...same, namespace: "other", resourceName: "other" }] }),
    ).toEqual([]);
  });

  it("answer what no route takes only where there are several", () => {
    expect(
      problems({ ...CREATE, selector: { a: "b" }, containerPort: 80, defaultAction: { app: "shop" } }),
    ).toEqual([
      "defaultAction means nothing for an app that gets all requests; describe it in `apps`, with its routes",
    ]);
  });

  it("are as many as a load balancer has target groups", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        ...news,
        name: `app${index}`,
        routes: [{ hosts: [`app${index}.example.com`] }],
      }));
    const quotas = { rulesPerLoadBalancer: 200 };
    expect(problems({ ...CREATE, quotas, apps: many(100) })).toEqual([]);
    expect(problems({ ...CREATE, quotas, apps: many(101) })).toEqual([
      "apps need 101 target groups, one each, and a load balancer has at most 100; use several load balancers",
    ]);
  });
});
