import { describe, expect, it } from "vitest";
import type { ConfigValue } from "../../../fleet/project/project.ts";
import { configProblems, type ConfigChanges } from "../../support/config-problems.ts";

const image = "registry.example.com/shop:1.0.0";
const shop = { shop: { image } };

const BAD_NAME =
  "is not a valid name for an application; use 1 to 40 lower-case letters, digits and hyphens, with no hyphen at either end";

const problems = (changes: ConfigChanges) => configProblems("cluster1", { app: undefined, ...changes });

describe("the name of an application", () => {
  it.each(["controller", "pulumi", "both"])(
    "is refused once, and not what is made of it, with a load balancer of %s",
    async (ownership) => {
      expect(await problems({ apps: { A_: { image } }, ingress: { ownership } })).toEqual([
        `apps.A_ ${BAD_NAME}`,
      ]);
    },
  );

  it("is refused beside what else is wrong with the application", async () => {
    expect(await problems({ apps: { A_: { image, serviceAccount: { name: "B_" } } } })).toEqual([
      `apps.A_ ${BAD_NAME}`,
      'apps.A_.serviceAccount.name is "B_"; use 1 to 253 lower-case letters, digits, hyphens and dots, the first and the last a letter or digit',
    ]);
  });

  it.each(["apps", "weights"])("is none that would be left out, under %s", async (key) => {
    const names = JSON.parse('{"__proto__":{}}') as ConfigValue;
    expect(await problems({ apps: shop, [key]: names })).toEqual([
      `${key}.__proto__ is not a possible name; use another one`,
    ]);
  });

  it("is none that weights have for all others", async () => {
    expect(await problems({ apps: { default: { image } } })).toEqual([
      "apps.default is not a valid name for an application: weights call all others so, and each namespace has a service account of that name; use another one",
    ]);
  });

  it("has at most 40 letters", async () => {
    const [last, first] = ["a".repeat(40), "a".repeat(41)];
    expect(await problems({ apps: { [last]: { image } } })).toEqual(["accepted"]);
    expect(await problems({ apps: { [first]: { image } } })).toEqual([`apps.${first} ${BAD_NAME}`]);
  });
});

describe("a port of a Network Load Balancer", () => {
  const to = (targetPort: string, workload: object) =>
    problems({ apps: { shop: { ...workload, routes: [], nlb: { ports: [{ port: 80, targetPort }] } } } });

  it.each([
    ["of a container", { image }],
    ["of a page", { content: { type: "colour-page" } }],
  ])("leads to one that pods %s name", async (_whose, workload) => {
    expect(await to("http", workload)).toEqual(["accepted"]);
    expect(await to("mqtt", workload)).toEqual([
      'apps.shop.nlb.ports[0].targetPort is "mqtt", a name that no port of the pods has; use http, which is that of their port, or a number',
    ]);
  });

  it("leads to any that somebody else's pods may name", async () => {
    expect(await to("mqtt", { external: { selector: { app: "shop" } } })).toEqual(["accepted"]);
  });
});

describe("applications", () => {
  it.each<[string, ConfigChanges, readonly string[]]>([
    [
      "are described in one form",
      { apps: shop, app: { replicas: 1 } },
      [
        'app is the short form of one application, which does not go with apps; write what this stack changes under appOverrides."2048", and what all stacks have under apps."2048", which keeps what lives',
      ],
    ],
    [
      "say where a host stands already",
      { apps: { shop: { image, routes: [{ hosts: ["a.example.com", "a.example.com"] }] } } },
      ['apps.shop.routes[0].hosts[1] is "a.example.com", as is apps.shop.routes[0].hosts[0]; name it once'],
    ],
    [
      "say how their Network Load Balancers are to be, beside what is wrong with all that they have",
      {
        apps: {
          shop: {
            image,
            port: 0,
            nlb: { ports: [{ port: 70_000 }], addresses: { privateIpv4: ["10.0.0.0/24"] } },
          },
          theirs: { external: { service: "theirs" }, routes: [], nlb: { ports: [{ port: 80 }] } },
        },
      },
      [
        "apps.theirs.nlb needs the labels of the pods, for a Service of its own; give external.selector in place of external.service",
        "apps.shop.port is 0; use a whole number from 1 to 65535",
        "apps.shop.nlb.ports[0].port is 70000; use a whole number from 1 to 65535",
        'apps.shop.nlb.addresses.privateIpv4[0] is "10.0.0.0/24"; use an IPv4 address such as 10.0.3.25',
      ],
    ],
    [
      "have labels for the pods of others",
      { apps: { shop: { external: { selector: { app: "a b", "": "shop" } } } } },
      [
        'apps.shop.external.selector[""] is not a valid key; use a Kubernetes label key',
        'apps.shop.external.selector.app is "a b"; use up to 63 letters, digits, hyphens, underscores and dots',
      ],
    ],
    [
      "have no more rules than a load balancer takes",
      {
        apps: {
          shop: { image, routes: Array.from({ length: 101 }, (_, n) => ({ hosts: [`a${n}.example.com`] })) },
        },
      },
      [
        "apps need 101 rules, and a load balancer has at most 100; merge or remove routes, or have the quota raised and say so by quotas.rulesPerLoadBalancer",
      ],
    ],
    [
      "have a workload",
      { apps: { shop: { routes: [{ hosts: ["a.example.com"] }] } } },
      [
        "apps.shop has no workload; give it image (a container), content (a demo page) or external (somebody else deploys it), or write its routes under another application if they only redirect or answer",
      ],
    ],
    [
      "have an image, if they are containers",
      { apps: { shop: { env: { COLOUR: "blue" } } } },
      ["apps.shop.image is missing; give the image of the container"],
    ],
    [
      "have nothing of a container, if they are demo pages",
      { apps: { shop: { content: { type: "colour-page" }, env: { COLOUR: "blue" }, port: 80 } } },
      [
        "apps.shop.env does not go with a demo page (content); remove it",
        "apps.shop.port does not go with a demo page (content); remove it",
      ],
    ],
    [
      "have nothing that is deployed, if somebody else deploys them",
      { apps: { shop: { external: { service: "shop" }, image, replicas: 2, command: ["serve"] } } },
      [
        "apps.shop.command does not go with an application that somebody else deploys (external); remove it",
        "apps.shop.replicas does not go with an application that somebody else deploys (external); remove it",
        "apps.shop.image does not go with an application that somebody else deploys (external); remove it",
      ],
    ],
    [
      "of somebody else have a selector or a Service",
      { apps: { shop: { external: {} } } },
      [
        "apps.shop.external is {}; give either selector (labels of the pods, for which a Service is made) or service (the name of one that is there)",
      ],
    ],
    [
      "of somebody else do not have both",
      { apps: { shop: { external: { service: "shop", selector: { app: "shop" } } } } },
      [
        'apps.shop.external is {"selector":{"app":"shop"},"service":"shop"}; give either selector (labels of the pods, for which a Service is made) or service (the name of one that is there)',
      ],
    ],
    [
      "have the port of a Service with the Service alone",
      { apps: { shop: { external: { selector: { app: "shop" }, servicePort: 80 } } } },
      [
        "apps.shop.external.servicePort is the port of an existing service; give it with service, or remove it",
      ],
    ],
    [
      "describe a Service that is made, where one is there",
      { apps: { shop: { external: { service: "shop" }, service: { nodePort: 30_001 } } } },
      [
        "apps.shop.service is for a Service that is made, and external.service names one that is there; remove one of them",
      ],
    ],
    [
      "open node ports to those who are named, of type NodePort and of a certain number",
      {
        apps: {
          shop: { image, service: { nodePortSources: ["203.0.113.0/24"] } },
          page: {
            image,
            service: { type: "ClusterIP", nodePort: 30_001 },
            routes: [{ hosts: ["a.example.com"] }],
          },
        },
      },
      [
        "apps.page.service.nodePort does not go with type ClusterIP; use NodePort, or leave it out",
        "apps.shop.service.nodePortSources needs the port that it opens; give nodePort too",
      ],
    ],
    [
      "have a namespace made for a Service that is there, as one that is made brings it along",
      { apps: { shop: { external: { selector: { app: "shop" }, createNamespace: true } } } },
      [
        "apps.shop.external.createNamespace is for an existing service, as that of a selector has its namespace made; remove it",
      ],
    ],
    [
      "have a namespace of their own, which is refused in its place",
      { apps: { shop: { image, namespace: "A_" } }, ingress: { ownership: "pulumi" } },
      [
        'apps.shop.namespace is "A_"; use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end',
      ],
    ],
    [
      "get metrics from an add-on, which is refused in its place",
      {
        apps: { shop: { image, autoscaling: { maxReplicas: 3, cpuUtilization: 50 } } },
        addons: { metricsServer: { version: "latest" } },
      },
      ['addons.metricsServer.version is "latest"; use a version of the add-on such as v0.9.0-eksbuild.11'],
    ],
    [
      "may be reached by Gateways, of a release that the controller can do with",
      { addons: { gatewayApi: { version: "1.5.1" } } },
      [
        "addons.gatewayApi.version is 1.5.1, but AWS Load Balancer Controller needs 1.6.0 or later; use 1.6.1",
      ],
    ],
    [
      "may be reached by Gateways, of a release that is stated",
      { addons: { gatewayApi: { version: "1.6.1" } } },
      ["accepted"],
    ],
  ])("%s", async (_, changes, expected) => {
    expect(await problems(changes)).toEqual(expected);
  });
});

describe("the resources of an application", () => {
  const of = (resources: ConfigValue, more = {}) =>
    problems({ apps: { shop: { image, resources, ...more } } });

  it("are what is given of them", async () => {
    expect(await of({ requests: { cpu: "100m" } })).toEqual(["accepted"]);
    expect(await of({ limits: { memory: "1Gi" } })).toEqual(["accepted"]);
    expect(await of({})).toEqual(["accepted"]);
  });

  it("have what autoscaling measures by", async () => {
    const autoscaling = { maxReplicas: 3, cpuUtilization: 60 };
    expect(await of({ requests: { memory: "1Gi" } }, { autoscaling })).toEqual([
      "apps.shop.autoscaling.cpuUtilization is 60 percent of a request that the pods do not make; set resources.requests.cpu",
    ]);
  });
});

describe("a health check that the load balancer and the probes have in common", () => {
  it.each(["controller", "pulumi"])("is refused once with a load balancer of %s", async (ownership) => {
    expect(
      await problems({ apps: { shop: { image, healthCheck: { path: "healthz" } } }, ingress: { ownership } }),
    ).toEqual([
      'apps.shop.healthCheck.path is "healthz"; use a path of at most 1,024 characters, none of them a space, that begins with /',
    ]);
  });
});

describe("what a stack changes of an application", () => {
  it("is not blamed for applications that cannot be read", async () => {
    const unreadable = { image, replicas: "many" };
    expect(await problems({ apps: { shop: unreadable }, appOverrides: { shop: { replicas: 1 } } })).toEqual([
      'apps.shop.replicas is "many", a text; use a number',
    ]);
  });

  it("is of names that its Network Load Balancer has", async () => {
    const apps = { shop: { image, routes: [], nlb: { ports: [{ port: 80 }] } } };
    expect(await problems({ apps, appOverrides: { shop: { nlb: { names: { weight: 1 } } } } })).toEqual([
      "appOverrides.shop.nlb.names changes names that apps.shop.nlb does not have; give hosts, here or there, or leave it out",
    ]);
  });

  it.each<[string, ConfigChanges["appOverrides"], readonly string[]]>([
    [
      "is of one that is there, perhaps of another name",
      { shob: { replicas: 1 } },
      ["appOverrides.shob changes an application that apps does not have; did you mean shop?"],
    ],
    [
      "is of one that is there",
      { billing: { replicas: 1 } },
      ["appOverrides.billing changes an application that apps does not have; use one of shop"],
    ],
    ["may be that another project's application is absent", { billing: { absent: true } }, ["accepted"]],
    [
      "is refused in its place",
      { shop: { replicas: -1 } },
      ["appOverrides.shop.replicas is -1; use a whole number from 0 to 1000"],
    ],
    [
      "is a number of pods or what decides on it",
      { shop: { replicas: 1, autoscaling: { maxReplicas: 3, cpuUtilization: 50 } } },
      [
        "appOverrides.shop.replicas is 1 beside autoscaling, which decides on the number of pods; leave one of the two out",
      ],
    ],
  ])("%s", async (_, appOverrides, expected) => {
    expect(await problems({ apps: shop, appOverrides })).toEqual(expected);
  });

  const broker = { image, routes: [], nlb: { shared: true, ports: [{ port: 1883 }] } };

  it("is of a Network Load Balancer that is there", async () => {
    const appOverrides = { shop: { nlb: { scheme: "internal" } } };
    expect(await problems({ apps: shop, appOverrides })).toEqual([
      "appOverrides.shop.nlb changes a Network Load Balancer that the application does not have; give apps.shop.nlb, or leave it out",
    ]);
  });

  it("is blamed for what it says of a Network Load Balancer, and for nothing else", async () => {
    const apps = { broker: { ...broker, nlb: { ports: [{ port: 0 }] } } };
    const appOverrides = { broker: { nlb: { deregistrationDelaySeconds: -1 } } };
    expect(await problems({ apps, appOverrides })).toEqual([
      "apps.broker.nlb.ports[0].port is 0; use a whole number from 1 to 65535",
      "appOverrides.broker.nlb.deregistrationDelaySeconds is -1; use a whole number from 0 to 3600",
    ]);
  });

  it("is nothing of a load balancer that another stack makes", async () => {
    const of = async (nlb: ConfigValue) =>
      configProblems("cluster2", { app: undefined, apps: { broker }, appOverrides: { broker: { nlb } } });
    expect(await of({ crossZone: true, ports: [{ port: 1883 }] })).toEqual([
      "appOverrides.broker.nlb.crossZone is set, but the load balancer is that of the shared stack, which alone can change it; set it there, or give this cluster one of its own (shared: false)",
    ]);
    expect(await of({ shared: false, crossZone: true })).toEqual(["accepted"]);
  });
});
