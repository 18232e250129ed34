import { describe, expect, it } from "vitest";
import { NlbService, type CreateNlbArgs, type JoinNlbArgs } from "../../../components/index.ts";

const CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/c";
const COMMON = { namespace: "iot", selector: { app: "mqtt" }, containerPort: 1883, ports: [{ port: 1883 }] };
const CREATES: CreateNlbArgs = { ...COMMON, mode: "create", clusterName: "blue" };
const JOINS: JoinNlbArgs = {
  ...COMMON,
  mode: "join",
  vpcId: "vpc-0123456789abcdef0",
  backendSecurityGroupId: "sg-0123456789abcdef0",
  targetGroupArns: {
    1883: "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/t/0123456789abcdef",
  },
};

function problems(args: Partial<CreateNlbArgs>): string[] {
  return NlbService.problems("mqtt", { ...CREATES, ...args }).map(({ path, reason }) => `${path} ${reason}`);
}

function joined(args: Partial<JoinNlbArgs>): string[] {
  return NlbService.problems("mqtt", { ...JOINS, ...args }).map(({ path, reason }) => `${path} ${reason}`);
}

/** A check by HTTP for which these status codes are good. */
function http(successCodes: string): Partial<CreateNlbArgs> {
  return { healthCheck: { protocol: "HTTP", successCodes } };
}

function wrongCodes(given: string): string {
  return `healthCheck.successCodes is "${given}"; use status codes between 200 and 599, e.g. 200, 200,204 or 200-399`;
}

describe("args of the side that creates", () => {
  it.each<[string, Partial<CreateNlbArgs>]>([
    ["few", {}],
    ["a named port", { containerPort: "mqtt" }],
    ["50 ports", { ports: Array.from({ length: 50 }, (_, index) => ({ port: index + 1 })) }],
    [
      "every protocol",
      {
        ports: [
          { port: 1 },
          { port: 2, protocol: "UDP" },
          { port: 3, protocol: "TCP_UDP" },
          { port: 65_535, protocol: "TLS", targetPort: "tls" },
        ],
        tls: { certificateArns: [CERTIFICATE], toTargets: true },
      },
    ],
    [
      "elastic addresses",
      {
        scheme: "internet-facing",
        addresses: { allocationIds: ["eipalloc-0123456789abcdef0", "eipalloc-0123456789abcdef1"] },
      },
    ],
    [
      "private addresses",
      {
        subnetIds: ["subnet-0123456789abcdef0"],
        addresses: { privateIpv4: ["10.0.255.25"] },
      },
    ],
    ["status codes of one, of a range and of a list", http("200-599,302,404-404")],
    ["a check as long as its interval", { healthCheck: { intervalSeconds: 5 } }],
    [
      "the slowest check",
      { healthCheck: { intervalSeconds: 300, timeoutSeconds: 120, healthyThreshold: 10 } },
    ],
    ["instances", { targetType: "instance", externalTrafficPolicy: "Local" }],
    ["no delay", { deregistrationDelaySeconds: 0 }],
  ])("are taken: %s", (_, args) => {
    expect(problems(args)).toEqual([]);
  });

  it("are refused, each with what to do, and all at once", () => {
    expect(
      problems({
        selector: {},
        containerPort: 0,
        ports: [
          { port: 0 },
          { port: 443, protocol: "TLS", targetPort: 70_000 },
          { port: 53, protocol: "UDP", targetPort: "dns" },
          { port: 53, protocol: "TCP" },
          { port: 80, protocol: "HTTP" as "TCP" },
        ],
        targetType: "instance",
        allocateNodePorts: false,
        scheme: "public" as "internal",
        subnetIds: [],
        sourceRanges: ["203.0.113.7/24"],
        securityGroupIds: ["default"],
        healthCheck: { path: "/", intervalSeconds: 4, timeoutSeconds: 20 },
        deregistrationDelaySeconds: 3_601,
        tags: { "a=b": "c" },
      }),
    ).toMatchInlineSnapshot(`
      [
        "selector is empty; give the labels of the workload's pods",
        "containerPort is 0; use a whole number from 1 to 65535",
        "ports[0].port is 0; use a whole number from 1 to 65535",
        "ports[1].targetPort is 70000; use a whole number from 1 to 65535",
        "ports[2].targetPort is "dns", a name, which with protocol UDP is not the same port; give the number",
        "ports[3].port is 53, as is ports[2].port; for TCP and UDP on one port use protocol TCP_UDP",
        "ports[4].protocol is "HTTP"; use one of TCP, UDP, TCP_UDP, TLS",
        "scheme is "public"; use one of internet-facing, internal",
        "subnetIds is empty; give one per availability zone",
        "sourceRanges[0] is "203.0.113.7/24", with bits beyond its prefix; use 203.0.113.0/24",
        "securityGroupIds[0] is "default"; use a security group id such as sg-0123456789abcdef0",
        "sourceRanges does not go with securityGroupIds, whose rules say who may connect; leave one of them out",
        "ports[1].protocol is TLS, which needs certificates; give tls.certificateArns, or use TCP",
        "healthCheck.intervalSeconds is 4; use a whole number from 5 to 300",
        "healthCheck.path is for protocol HTTP and HTTPS; give one of them, or leave it out",
        "healthCheck.timeoutSeconds is 20, more than intervalSeconds 4; lower it or raise the interval",
        "deregistrationDelaySeconds is 3601; use a whole number from 0 to 3600",
        "allocateNodePorts is false, and with targetType instance the load balancer goes to ports of nodes; leave it out",
        "tags["a=b"] has a = in its key, where the controller would cut it off; use another key",
      ]
    `);
  });

  it.each<[string, Partial<CreateNlbArgs>, string[]]>([
    ["no ports", { ports: [] }, ["ports is empty; give at least one"]],
    [
      "too many ports",
      { ports: Array.from({ length: 51 }, (_, index) => ({ port: index + 1 })) },
      ["ports has 51 entries; a load balancer listens on at most 50"],
    ],
    [
      "a policy for pods",
      { externalTrafficPolicy: "Local" },
      [
        "externalTrafficPolicy is for targetType instance, as connections to pods pass no other node; leave it out",
      ],
    ],
    [
      "TLS without a port",
      { tls: { certificateArns: [], sslPolicy: "modern" } },
      [
        "tls is for ports with protocol TLS, of which there is none; give one, or leave it out",
        "tls.certificateArns is empty; give at least one certificate",
        'tls.sslPolicy is "modern"; use a policy whose name begins with ELBSecurityPolicy-',
      ],
    ],
    [
      "nobody",
      { sourceRanges: [], securityGroupIds: [] },
      [
        "sourceRanges is empty; name who may connect",
        "securityGroupIds is empty; give one, or leave it out",
        "sourceRanges does not go with securityGroupIds, whose rules say who may connect; leave one of them out",
      ],
    ],
    [
      "addresses of the other scheme",
      { addresses: { allocationIds: ["eipalloc-1"] } },
      [
        'addresses.allocationIds[0] is "eipalloc-1"; use the id of an elastic address such as eipalloc-0123456789abcdef0',
        "addresses.allocationIds are for scheme internet-facing, and scheme is internal; change one of them",
      ],
    ],
    [
      "too few addresses",
      {
        subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
        addresses: { privateIpv4: ["10.0.0.256"] },
      },
      [
        'addresses.privateIpv4[0] is "10.0.0.256"; use an IPv4 address such as 10.0.3.25',
        "addresses.privateIpv4 has 1 entries; give one for each subnet, of which there are 2",
      ],
    ],
    [
      "addresses of both kinds",
      {
        addresses: { privateIpv4: ["10.0.0.1"], allocationIds: ["eipalloc-0123456789abcdef0"] } as never,
      },
      ["addresses must have either allocationIds (internet-facing) or privateIpv4 (internal)"],
    ],
    [
      "a name that a Service cannot have",
      { serviceName: "2048" },
      [
        'serviceName is "2048"; use 1 to 63 lower-case letters, digits and hyphens, the first a letter, the last a letter or digit',
      ],
    ],
    [
      "a range of status codes that is empty",
      http("200,404-403"),
      ["healthCheck.successCodes has 404-403, which is empty; use 403-404"],
    ],
    ["a range of three status codes", http("200-300-399"), [wrongCodes("200-300-399")]],
    ["status codes beyond 599", http("200-600"), [wrongCodes("200-600")]],
    [
      "no interval",
      { healthCheck: { intervalSeconds: 301, unhealthyThreshold: 11, successCodes: "100" } },
      [
        "healthCheck.intervalSeconds is 301; use a whole number from 5 to 300",
        "healthCheck.unhealthyThreshold is 11; use a whole number from 2 to 10",
        wrongCodes("100"),
        "healthCheck.successCodes is for protocol HTTP and HTTPS; give one of them, or leave it out",
      ],
    ],
  ])("are refused: %s", (_, args, expected) => {
    expect(problems(args)).toEqual(expected);
  });
});

describe("args of the side that joins", () => {
  it("are taken", () => {
    expect(joined({})).toEqual([]);
  });

  it("are refused where a port has no target group", () => {
    expect(joined({ ports: [{ port: 1883 }, { port: 8883 }], vpcId: "vpc", healthCheckPort: 0 }))
      .toMatchInlineSnapshot(`
      [
        "vpcId is "vpc"; use a VPC id such as vpc-0123456789abcdef0",
        "healthCheckPort is 0; use a whole number from 1 to 65535",
        "ports[1].port is 8883, for which targetGroupArns has no target group; give it, or leave the port out",
      ]
    `);
  });
});
