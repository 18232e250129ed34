import { describe, expect, it } from "vitest";
import {
  SharedLoadBalancer,
  type MutualTls,
  type SharedAppArgs,
  type SharedLoadBalancerArgs,
} from "../../../components/index.ts";
import { refusalOf, runProgram, valueOf, type Answers } from "../../support/pulumi-program.ts";

const CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/a";
const LISTENER =
  "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/lb/0123456789abcdef/0123456789abcdef";

const own: SharedLoadBalancerArgs = {
  vpcId: "vpc-0123456789abcdef0",
  subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
  backendSecurityGroupId: "sg-0123456789abcdef0",
  apps: [{ name: "shop" }],
};

const given: SharedLoadBalancerArgs = {
  vpcId: own.vpcId,
  apps: own.apps,
  listenerArn: LISTENER,
  priorityFrom: 1_000,
};

const answers: Answers = {
  calls: { "pulumi:pulumi:readStackResourceOutputs": () => ({ outputs: {} }) },
  outputs: ({ name }) => ({ arn: `arn:of:${name}`, dnsName: `dns.of.${name}`, zoneId: `zone-of-${name}` }),
};

function build(args: Partial<SharedLoadBalancerArgs> = {}, cloud: Answers = answers) {
  return runProgram(() => new SharedLoadBalancer("edge", { ...own, ...args }), cloud);
}

/** Inputs of the rules, in the order of their priorities. */
async function rules(args: Partial<SharedLoadBalancerArgs>) {
  const { resources } = await build(args);
  return resources
    .filter(({ type }) => type === "aws:lb/listenerRule:ListenerRule")
    .map(({ inputs }) => inputs)
    .sort((a, b) => Number(a["priority"]) - Number(b["priority"]));
}

describe("a load balancer of its own", () => {
  it("has a security group for clients, a listener, a rule and a target group", async () => {
    const { result, resources } = await build();
    expect(resources.map(({ type, name, parent }) => [type.split(":").at(-1), name, parent])).toEqual([
      ["SharedLoadBalancer", "edge", undefined],
      ["SharedTargetGroups", "edge-targets", "edge"],
      ["SecurityGroup", "edge-clients", "edge"],
      ["TargetGroup", "edge-targets-shop", "edge-targets"],
      ["LoadBalancer", "edge-alb", "edge"],
      ["Listener", "edge-http", "edge"],
      ["ListenerRule", expect.stringMatching(/^edge-http-shop-[0-9a-f]{8}$/), "edge"],
    ]);
    expect(await valueOf(result.loadBalancerArn)).toBe("arn:of:edge-alb");
    expect(await valueOf(result.dnsName)).toBe("dns.of.edge-alb");
    expect(await valueOf(result.zoneId)).toBe("zone-of-edge-alb");
    expect(await valueOf(result.securityGroupIds)).toEqual(["sg-0123456789abcdef0"]);
    expect(await valueOf(result.targetGroupArns["shop"]!)).toBe("arn:of:edge-targets-shop");
  });

  it("states what it is, attribute by attribute", async () => {
    const { resource } = await build();
    expect(resource("edge-clients").inputs).toEqual({
      vpcId: own.vpcId,
      description: "From clients to the shared load balancer",
      ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] }],
      egress: [],
      tags: { Name: "edge-clients" },
    });
    expect(resource("edge-alb").inputs).toEqual({
      namePrefix: "edge-",
      loadBalancerType: "application",
      internal: false,
      subnets: own.subnetIds,
      securityGroups: ["edge-clients-id", "sg-0123456789abcdef0"],
      enableDeletionProtection: false,
      idleTimeout: 60,
      clientKeepAlive: 3_600,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      xffHeaderProcessingMode: "append",
      enableXffClientPort: false,
      preserveHostHeader: false,
      enableTlsVersionAndCipherSuiteHeaders: false,
      enableZonalShift: false,
      tags: { Name: "edge" },
    });
    expect(resource("edge-http").inputs).toEqual({
      loadBalancerArn: "arn:of:edge-alb",
      port: 80,
      protocol: "HTTP",
      defaultActions: [
        {
          type: "fixed-response",
          fixedResponse: { contentType: "text/plain", messageBody: "", statusCode: "404" },
        },
      ],
      routingHttpResponseServerEnabled: true,
      tags: {},
    });
    expect(await rules({})).toEqual([
      {
        listenerArn: "arn:of:edge-http",
        priority: 100,
        conditions: [{ pathPattern: { values: ["/*"] } }],
        actions: [
          { type: "forward", forward: { targetGroups: [{ arn: "arn:of:edge-targets-shop", weight: 1 }] } },
        ],
        transforms: [],
        tags: { Name: expect.stringMatching(/^edge-http-shop-/) },
      },
    ]);
  });

  it("takes settings of load balancers", async () => {
    const { resource } = await build({
      scheme: "internal",
      loadBalancerName: "shop",
      inboundCidrs: ["10.0.0.0/8"],
      deletionProtection: true,
      accessLogs: { bucket: "logs", prefix: "edge" },
      webAclArn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/b",
      zonalShift: true,
      tags: { team: "edge" },
    });
    expect(resource("edge-alb").inputs).toMatchObject({
      name: "shop",
      internal: true,
      enableDeletionProtection: true,
      enableZonalShift: true,
      accessLogs: { enabled: true, bucket: "logs", prefix: "edge" },
      tags: { Name: "edge", team: "edge" },
    });
    expect(resource("edge-alb").inputs).not.toHaveProperty("namePrefix");
    expect(resource("edge-clients").inputs["ingress"]).toMatchObject([{ cidrBlocks: ["10.0.0.0/8"] }]);
    expect(resource("edge-web-acl").inputs).toEqual({
      resourceArn: "arn:of:edge-alb",
      webAclArn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/b",
    });
  });

  it("serves HTTPS, to which HTTP redirects", async () => {
    const tls = { certificateArns: [CERTIFICATE, `${CERTIFICATE}b`] };
    const { resources, resource } = await build({ tls });
    expect(resource("edge-https").inputs).toMatchObject({
      port: 443,
      protocol: "HTTPS",
      certificateArn: CERTIFICATE,
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      mutualAuthentication: { mode: "off" },
    });
    expect(resource("edge-http").inputs["defaultActions"]).toEqual([
      { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } },
    ]);
    expect(resource("edge-clients").inputs["ingress"]).toMatchObject([{ fromPort: 80 }, { fromPort: 443 }]);
    const names = resources.map(({ name }) => name.replace(/[0-9a-f]{8}$/, "?"));
    expect(names.slice(5)).toEqual(["edge-https", "edge-certificate-?", "edge-https-shop-?", "edge-http"]);
    expect(
      (await rules({ tls: { ...tls, redirectHttp: false } })).map(({ listenerArn }) => listenerArn),
    ).toEqual(["arn:of:edge-https", "arn:of:edge-http"]);
  });

  it("asks clients for certificates", async () => {
    const trustStoreArn =
      "arn:aws:elasticloadbalancing:eu-west-1:111122223333:truststore/edge/0123456789abcdef";
    const asked = async (mutual: MutualTls) =>
      (await build({ tls: { certificateArns: [CERTIFICATE], mutual } })).resource("edge-https").inputs[
        "mutualAuthentication"
      ];
    expect(await asked("passthrough")).toEqual({ mode: "passthrough" });
    expect(await asked({ trustStoreArn, ignoreExpiry: true })).toEqual({
      mode: "verify",
      trustStoreArn,
      ignoreClientCertificateExpiry: true,
      advertiseTrustStoreCaNames: "off",
    });
  });

  it("says headers of answers to each listener, over HTTP none that hold over HTTPS alone", async () => {
    const { resource } = await build({
      tls: { certificateArns: [CERTIFICATE] },
      responseHeaders: {
        server: false,
        strictTransportSecurity: { maxAgeSeconds: 300 },
        frameOptions: "DENY",
        cors: { allowOrigin: "*", allowMethods: ["GET", "PUT"] },
      },
    });
    const both = {
      routingHttpResponseServerEnabled: false,
      routingHttpResponseXFrameOptionsHeaderValue: "DENY",
      routingHttpResponseAccessControlAllowOriginHeaderValue: "*",
      routingHttpResponseAccessControlAllowMethodsHeaderValue: "GET,PUT",
    };
    const headersOf = (listener: string) =>
      Object.fromEntries(
        Object.entries(resource(listener).inputs).filter(([key]) => key.startsWith("routing")),
      );
    expect(headersOf("edge-http")).toEqual(both);
    expect(headersOf("edge-https")).toEqual({
      ...both,
      routingHttpResponseStrictTransportSecurityHeaderValue: "max-age=300",
    });
  });

  it("says in conditions, actions and transforms of rules what routes say", async () => {
    const routes = [
      {
        hosts: ["shop.example.com"],
        paths: [{ prefix: "/api" }],
        headers: [{ name: "x-tenant", values: ["a"] }],
        rewrite: { prefix: "/", host: "shop.internal" },
      },
      {
        query: [{ key: "v", value: "1" }, { value: "2" }],
        methods: ["GET"],
        sourceCidrs: ["10.0.0.0/8"],
        redirect: { host: "www.example.com", port: 8443, statusCode: 301 },
      },
      { paths: [{ exact: "/closed" }], fixedResponse: { statusCode: 503, body: "later" } },
    ] as const;
    const found = await rules({ apps: [{ name: "shop", routes }], defaultAction: { app: "shop" } });
    expect(found.map(({ conditions, actions, transforms }) => ({ conditions, actions, transforms }))).toEqual(
      [
        {
          conditions: [
            { hostHeader: { values: ["shop.example.com"] } },
            { pathPattern: { values: ["/api", "/api/*"] } },
            { httpHeader: { httpHeaderName: "x-tenant", values: ["a"] } },
          ],
          actions: [expect.objectContaining({ type: "forward" })],
          transforms: [
            { type: "url-rewrite", urlRewriteConfig: { rewrite: { regex: "^/api/?(.*)$", replace: "/$1" } } },
            {
              type: "host-header-rewrite",
              hostHeaderRewriteConfig: { rewrite: { regex: "^.*$", replace: "shop.internal" } },
            },
          ],
        },
        {
          conditions: [
            { queryStrings: [{ key: "v", value: "1" }] },
            { queryStrings: [{ value: "2" }] },
            { httpRequestMethod: { values: ["GET"] } },
            { sourceIp: { values: ["10.0.0.0/8"] } },
          ],
          actions: [
            {
              type: "redirect",
              redirect: {
                protocol: "#{protocol}",
                host: "www.example.com",
                port: "8443",
                path: "/#{path}",
                query: "#{query}",
                statusCode: "HTTP_301",
              },
            },
          ],
          transforms: [],
        },
        {
          conditions: [{ pathPattern: { values: ["/closed"] } }],
          actions: [
            {
              type: "fixed-response",
              fixedResponse: { contentType: "text/plain", messageBody: "later", statusCode: "503" },
            },
          ],
          transforms: [],
        },
      ],
    );
  });

  it("lets rules that are there keep their priorities", async () => {
    const first = await build();
    const rule = first.resources.at(-1)!;
    const apps: SharedAppArgs[] = [{ name: "blog", routes: [{ paths: [{ prefix: "/blog" }] }] }, ...own.apps];
    const { resources } = await build(
      { apps },
      {
        ...answers,
        calls: {
          "pulumi:pulumi:readStackResourceOutputs": ({ stackName }) => {
            expect(stackName).toBe("organization/project/stack");
            const urn = `urn:pulumi:stack::project::c$${rule.type}::${rule.name}`;
            return {
              outputs: {
                [urn]: { type: rule.type, outputs: { priority: 7 } },
                "urn:pulumi:stack::project::other::x": { type: "other", outputs: { priority: 9 } },
              },
            };
          },
        },
      },
    );
    const priorities = resources
      .slice(-2)
      .map(({ name, inputs }) => [name.split("-")[2], inputs["priority"]]);
    expect(priorities).toEqual([
      ["blog", 4],
      ["shop", 7],
    ]);
  });
});

describe("traffic", () => {
  const weights = { default: { one: 90, two: 10 }, blog: { one: 0, two: 1 } };
  const apps = [{ name: "shop", routes: [{ paths: [{ exact: "/shop" }] }] }, { name: "blog" }];

  async function forwards(args: Partial<SharedLoadBalancerArgs>) {
    return (await rules({ apps, weights, ...args })).map(
      ({ actions }) => (actions as { forward: unknown }[])[0]!.forward,
    );
  }

  const target = (name: string, weight: number) => ({ arn: `arn:of:edge-targets-${name}`, weight });

  it("goes to a target group of each cluster by weights", async () => {
    expect(await forwards({ traffic: "weighted", clusterStickinessSeconds: 60 })).toEqual([
      {
        targetGroups: [target("shop.one", 90), target("shop.two", 10)],
        stickiness: { enabled: true, duration: 60 },
      },
      {
        targetGroups: [target("blog.one", 0), target("blog.two", 1)],
        stickiness: { enabled: true, duration: 60 },
      },
    ]);
    const { result } = await build({ apps, weights, traffic: "weighted" });
    expect(result.targetGroupArns).toEqual({});
    expect(await valueOf(result.targetGroupArnsByCluster["blog"]!["two"]!)).toBe(
      "arn:of:edge-targets-blog.two",
    );
  });

  it("is prepared in either kind by target groups that get nothing", async () => {
    expect(await forwards({ prepareTraffic: true })).toMatchObject([
      { targetGroups: [target("shop", 1), target("shop.one", 0), target("shop.two", 0)] },
      { targetGroups: [target("blog", 1), target("blog.one", 0), target("blog.two", 0)] },
    ]);
    expect(await forwards({ traffic: "weighted", prepareTraffic: true })).toMatchObject([
      { targetGroups: [target("shop", 0), target("shop.one", 90), target("shop.two", 10)] },
      { targetGroups: [target("blog", 0), target("blog.one", 0), target("blog.two", 1)] },
    ]);
  });

  const refusedBy = (args: Partial<SharedLoadBalancerArgs>) =>
    SharedLoadBalancer.problems("edge", { ...own, ...args }).map(({ path, reason }) => `${path} ${reason}`);

  const clusters = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, 1]));
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `app-${index}`,
      routes: [{ paths: [{ exact: `/${index}` }] }],
    }));

  it.each<[string, Partial<SharedLoadBalancerArgs>, readonly string[]]>([
    ["five clusters", { traffic: "weighted", weights: { default: clusters(5) } }, []],
    [
      "six clusters",
      { traffic: "weighted", weights: { default: clusters(6) } },
      [
        "weights make 6 target groups for each app (6 clusters), and a rule forwards to at most 5; use fewer clusters, or traffic shared",
      ],
    ],
    ["four clusters and shared ones", { prepareTraffic: true, weights: { default: clusters(4) } }, []],
    [
      "five clusters and shared ones",
      { prepareTraffic: true, weights: { default: clusters(5) } },
      [
        "weights make 6 target groups for each app (5 clusters and the shared one), and a rule forwards to at most 5; use fewer clusters, or traffic shared without prepareTraffic",
      ],
    ],
    ["100 target groups", { traffic: "weighted", apps: many(50), weights: { default: clusters(2) } }, []],
    [
      "102 target groups",
      { traffic: "weighted", apps: many(51), weights: { default: clusters(2) } },
      [
        "apps need 102 target groups: 51 apps, each with 2 (2 clusters), and a load balancer has at most 100; use several load balancers",
      ],
    ],
    ["100 apps", { apps: many(100) }, []],
    [
      "101 apps",
      { apps: many(101), quotas: { rulesPerLoadBalancer: 101 } },
      [
        "apps need 101 target groups: 101 apps, each with 1 (shared), and a load balancer has at most 100; use several load balancers",
      ],
    ],
  ])("of %s is within AWS's limits or refused", (_, args, problems) => {
    expect(refusedBy(args)).toEqual(problems);
  });

  it.each<[string, Partial<SharedLoadBalancerArgs>, readonly string[]]>([
    ["a weight of 999", { traffic: "weighted", weights: { default: { one: 999, two: 0 } } }, []],
    [
      "weights out of range",
      { traffic: "weighted", weights: { default: { one: 1_000, two: -1 } } },
      [
        "weights.default.one is 1000; use a whole number from 0 to 999",
        "weights.default.two is -1; use a whole number from 0 to 999",
      ],
    ],
    [
      "weights that are all 0",
      { traffic: "weighted", weights: { default: { one: 0, two: 0 } } },
      ["weights.default are all 0, so that no cluster gets requests of app shop; give one more than 0"],
    ],
    [
      "weights of an app alone that are all 0",
      { traffic: "weighted", weights: { default: { one: 1 }, shop: { one: 0 } } },
      ["weights.shop are all 0, so that no cluster gets requests of app shop; give one more than 0"],
    ],
    [
      "weights for no app",
      { traffic: "weighted", weights: { blog: { one: 1 } } },
      ["weights.blog is of no app; use one of default, shop"],
    ],
    [
      "an app without weights",
      { apps, traffic: "weighted", weights: { shop: { one: 1 } } },
      ["weights have none for app blog; add blog, or default for all that have none"],
    ],
    [
      "a cluster that is not everywhere",
      { traffic: "weighted", weights: { default: { one: 1 }, shop: { two: 1 } } },
      [
        "weights.default lack two, which others have; give each a weight, 0 for no requests",
        "weights.shop lack one, which others have; give each a weight, 0 for no requests",
      ],
    ],
    [
      "a name of no cluster",
      { traffic: "weighted", weights: { default: { "a.b": 1 } } },
      [
        "weights.default.a.b is of no cluster; use 1 to 100 letters, digits, hyphens and underscores, the first a letter or digit",
      ],
    ],
    [
      "no weights",
      { traffic: "weighted" },
      [
        "weights name no cluster, and traffic is weighted; give each cluster's weight, e.g. default: {cluster1: 1}",
      ],
    ],
    [
      "no clusters to prepare for",
      { prepareTraffic: true },
      [
        "weights name no cluster, and prepareTraffic makes their target groups; give each cluster's weight, e.g. default: {cluster1: 1}",
      ],
    ],
    [
      "another kind",
      { traffic: "split" as "shared", clusterStickinessSeconds: 604_801 },
      [
        'traffic is "split"; use one of shared, weighted',
        "clusterStickinessSeconds is 604801; use a whole number from 1 to 604800",
      ],
    ],
    [
      "stickiness to clusters that share",
      { clusterStickinessSeconds: 60, weights: { default: { one: 0 } } },
      ["clusterStickinessSeconds has no effect, as clusters share their target groups; leave it out"],
    ],
    [
      "stickiness to targets alone",
      {
        traffic: "weighted",
        weights: { default: { one: 1 } },
        apps: [{ name: "shop", targetGroup: { stickiness: { type: "lb_cookie", durationSeconds: 1 } } }],
      },
      [
        "apps[0].targetGroup.stickiness needs clusterStickinessSeconds, as AWS wants clients that stay with a target to stay with its target group; give both or none",
      ],
    ],
  ])("with %s is taken or refused", (_, args, problems) => {
    expect(refusedBy(args)).toEqual(problems);
  });
});

describe("a given listener", () => {
  const found = "aws:lb/getListenerRule:getListenerRule";
  const cloud: Answers = {
    ...answers,
    calls: {
      ...answers.calls,
      "aws:lb/getListener:getListener": () => ({ loadBalancerArn: "arn:of:theirs" }),
      "aws:lb/getLoadBalancer:getLoadBalancer": ({ arn }) => ({
        arn,
        dnsName: "theirs.example.com",
        zoneId: "Z1",
        securityGroups: ["sg-theirs"],
      }),
      [found]: () => {
        throw new Error("reading ELBv2 Listener Rule: empty result");
      },
    },
  };

  const addTo = (args: Partial<SharedLoadBalancerArgs>) =>
    runProgram(() => new SharedLoadBalancer("edge", { ...given, ...args }), cloud);

  it("gets rules from a priority on, and shows its load balancer", async () => {
    const apps = [{ name: "shop", routes: [{ paths: [{ exact: "/shop" }] }] }, { name: "blog" }];
    const { result, resources, calls } = await addTo({ apps, tags: { team: "edge" } });
    expect(
      resources.map(({ name, inputs }) => [name.replace(/[0-9a-f]{8}$/, "?"), inputs["priority"]]),
    ).toEqual([
      ["edge", undefined],
      ["edge-targets", undefined],
      ["edge-targets-shop", undefined],
      ["edge-targets-blog", undefined],
      ["edge-rule-shop-?", 1_009],
      ["edge-rule-blog-?", 1_019],
    ]);
    expect(calls.filter(({ token }) => token === found).map(({ args }) => args)).toEqual(
      [1_009, 1_019].map((priority) => ({ listenerArn: LISTENER, priority })),
    );
    expect(await valueOf(result.loadBalancerArn)).toBe("arn:of:theirs");
    expect(await valueOf(result.dnsName)).toBe("theirs.example.com");
    expect(await valueOf(result.zoneId)).toBe("Z1");
    expect(await valueOf(result.securityGroupIds)).toEqual(["sg-theirs"]);
  });

  it("refuses what is a matter of its load balancer, and numbers that leave no room", async () => {
    const args = {
      ...given,
      scheme: "internal",
      tls: { certificateArns: [] },
      priorityFrom: 40_001,
    } as const;
    expect(await refusalOf(() => new SharedLoadBalancer("edge", args))).toBe(
      [
        'SharedLoadBalancer "edge" has 3 problems:',
        "  - scheme is a matter of the load balancer whose listener is given; leave it or listenerArn out",
        "  - tls is a matter of the load balancer whose listener is given; leave it or listenerArn out",
        "  - priorityFrom is 40001; use a whole number from 1 to 40000",
      ].join("\n"),
    );
    expect(SharedLoadBalancer.problems("edge", { ...given, priorityFrom: 40_000 })).toEqual([]);
  });
});

it("refuses wrong args, all at once", async () => {
  const args: SharedLoadBalancerArgs = {
    vpcId: "myvpc",
    priorityFrom: 1,
    idleTimeoutSeconds: 0,
    apps: [{ name: "shop", protocolVersion: "GRPC", healthCheck: { timeoutSeconds: 1 } }],
  };
  expect(await refusalOf(() => new SharedLoadBalancer("edge", args))).toBe(
    [
      'SharedLoadBalancer "edge" has 7 problems:',
      '  - vpcId is "myvpc"; use a VPC id such as vpc-0123456789abcdef0',
      "  - idleTimeoutSeconds is 0; use a whole number from 1 to 4000",
      "  - subnetIds are missing; give at least two, one per availability zone, or a listenerArn",
      "  - backendSecurityGroupId is missing; give one, such as that of a BackendSecurityGroup",
      "  - priorityFrom has no effect without listenerArn; leave it out",
      "  - apps[0].protocolVersion is GRPC, which clients can speak to the load balancer by HTTPS alone; give tls with redirectHttp",
      "  - apps[0].healthCheck.timeoutSeconds is 1; use a whole number from 2 to 120",
    ].join("\n"),
  );
  expect(
    await refusalOf(() => new SharedLoadBalancer("edge", { ...given, listenerArn: "arn", priorityFrom: 0 })),
  ).toBe(
    [
      'SharedLoadBalancer "edge" has 2 problems:',
      '  - listenerArn is "arn"; use the ARN of a listener of an Application Load Balancer',
      "  - priorityFrom is 0; use a whole number from 1 to 40000",
    ].join("\n"),
  );
});
