import { beforeEach, describe, expect, it } from "vitest";
import { elbv2State } from "../../../../../../sim/aws/elbv2/state.ts";
import {
  INGRESS,
  ingress,
  namespace,
  path,
  PREFIX,
  SHARED,
  service,
  eventsOf,
} from "../../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";
import { PRIMARY, World, type TestCluster } from "../../../../../support/controller-replay/world.ts";

let world: World;
let cluster: TestCluster;

function begin(values: Readonly<Record<string, unknown>> = {}): void {
  world = new World({ values });
  cluster = world.cluster(PRIMARY);
  cluster.api.create(namespace());
  cluster.api.create(service("app", { ports: [{ name: "http", port: 80, targetPort: 8080 }] }));
}

beforeEach(() => begin());

interface ShownRule {
  readonly conditions: object;
  readonly action: object;
}

/** Rules after an Ingress was deployed; the target groups' names are cut. */
function rulesOf(spec: object, annotations: Record<string, string> = {}): ShownRule[] {
  cluster.api.create(ingress({ annotations: { ...SHARED, ...annotations }, spec }));
  world.cloud.clock.advance(8_000);
  const { call } = world.network;
  const [listener] = elbv2State(world.cloud).listeners.values();
  const { Rules } = call("elasticloadbalancing", "DescribeRules", { ListenerArn: listener!.arn });
  return Rules.filter(({ IsDefault }) => !IsDefault).map(({ Conditions, Actions }) => ({
    conditions: Object.fromEntries(
      Conditions.map(({ Field, Values: _old, ...config }) => [Field, Object.values(config)[0]]),
    ),
    action: Actions.map(({ Type, Order: _order, TargetGroupArn: _arn, ...config }) => ({
      [String(Type)]: configOf(config),
    }))[0]!,
  }));
}

/** Events after an Ingress was deployed for which nothing can be built. */
function failuresOf(spec: object, annotations: Record<string, string> = {}): string[] {
  cluster.api.create(ingress({ annotations: { ...SHARED, ...annotations }, spec }));
  world.cloud.clock.advance(8_000);
  return eventsOf(cluster);
}

function configOf(config: object): unknown {
  const text = JSON.stringify(Object.values(config)[0]);
  return JSON.parse(
    text.replaceAll(/"arn:[^"]*targetgroup\/([\w-]+)-[0-9a-f]{10}\/[0-9a-f]+"/g, '"$1"'),
  ) as unknown;
}

const FORWARD = {
  forward: {
    TargetGroups: [{ TargetGroupArn: "k8s-game-app", Weight: 1 }],
    TargetGroupStickinessConfig: { Enabled: false },
  },
};

describe("rules of an Ingress", () => {
  it("match a path by its type", () => {
    const paths = [
      path("/exact", "app", "Exact"),
      path("/under/", "app"),
      path("/as/*/is", "app", "ImplementationSpecific"),
    ];
    expect(rulesOf({ rules: [{ http: { paths } }] })).toEqual([
      { conditions: { "path-pattern": { Values: ["/exact"] } }, action: FORWARD },
      { conditions: { "path-pattern": { Values: ["/under", "/under/*"] } }, action: FORWARD },
      { conditions: { "path-pattern": { Values: ["/as/*/is"] } }, action: FORWARD },
    ]);
  });

  it("put exact paths first, then longer before shorter ones", () => {
    const paths = [path("/", "app"), path("/a", "app"), path("/a/b", "app"), path("/a", "app", "Exact")];
    const order = rulesOf({ rules: [{ http: { paths } }] }).map(
      ({ conditions }) => Object.values(conditions)[0].Values[0],
    );
    expect(order).toEqual(["/a", "/a/b", "/a", "/*"]);
  });

  it("match hosts, with conditions of annotations added", () => {
    const conditions = [
      { field: "host-header", hostHeaderConfig: { values: ["also.example.com"] } },
      { field: "query-string", queryStringConfig: { values: [{ key: "v", value: "2" }] } },
    ];
    expect(
      rulesOf(
        { rules: [{ host: "example.com", http: { paths: [path("/", "app")] } }] },
        { [`${PREFIX}/conditions.app`]: JSON.stringify(conditions) },
      ),
    ).toEqual([
      {
        conditions: {
          "host-header": { Values: ["example.com", "also.example.com"] },
          "path-pattern": { Values: ["/*"] },
          "query-string": { Values: [{ Key: "v", Value: "2" }] },
        },
        action: FORWARD,
      },
    ]);
  });

  it("answer 503 for a Service that is not there", () => {
    expect(rulesOf({ rules: [{ http: { paths: [path("/", "none")] } }] })).toEqual([
      {
        conditions: { "path-pattern": { Values: ["/*"] } },
        action: {
          "fixed-response": {
            ContentType: "text/plain",
            MessageBody: "Backend service does not exist",
            StatusCode: "503",
          },
        },
      },
    ]);
  });

  it("do what an annotation says in place of a Service", () => {
    const redirect = { type: "redirect", redirectConfig: { host: "example.com", statusCode: "HTTP_302" } };
    expect(
      rulesOf(
        { rules: [{ http: { paths: [path("/", "moved", "Exact", { name: "use-annotation" })] } }] },
        { [`${PREFIX}/actions.moved`]: JSON.stringify(redirect) },
      ).map(({ action }) => action),
    ).toEqual([
      {
        redirect: {
          Host: "example.com",
          Path: "/#{path}",
          Port: "#{port}",
          Protocol: "#{protocol}",
          Query: "#{query}",
          StatusCode: "HTTP_302",
        },
      },
    ]);
  });

  it("forward to a Service and an external target group with weights", () => {
    const { TargetGroups } = world.network.call("elasticloadbalancing", "CreateTargetGroup", {
      Name: "outside",
      Protocol: "HTTP",
      Port: 80,
      VpcId: world.network.vpcId,
      TargetType: "ip",
    });
    const forward = {
      type: "forward",
      forwardConfig: {
        targetGroups: [
          { serviceName: "app", servicePort: "http", weight: 80 },
          { targetGroupName: "outside", weight: 20 },
        ],
      },
    };
    const [rule] = rulesOf(
      { rules: [{ http: { paths: [path("/", "split", "Prefix", { name: "use-annotation" })] } }] },
      { [`${PREFIX}/actions.split`]: JSON.stringify(forward) },
    );
    expect(rule!.action).toEqual({
      forward: {
        TargetGroups: [
          { TargetGroupArn: "k8s-game-app", Weight: 80 },
          { TargetGroupArn: TargetGroups[0]!.TargetGroupArn, Weight: 20 },
        ],
        TargetGroupStickinessConfig: { Enabled: false },
      },
    });
  });

  it("answer 503 for an action that is not there, unless told to fail", () => {
    const paths = [path("/", "moved", "Exact", { name: "use-annotation" })];
    expect(rulesOf({ rules: [{ http: { paths } }] }).map(({ action }) => action)).toEqual([
      {
        "fixed-response": {
          ContentType: "text/plain",
          MessageBody: "Backend action does not exist",
          StatusCode: "503",
        },
      },
    ]);
    begin({ tolerateNonExistentBackendAction: false });
    expect(failuresOf({ rules: [{ http: { paths } }] })).toEqual([
      "Warning FailedBuildModel Ingress/app: Failed build model due to ingress: game/app: missing actions.moved configuration (11)",
    ]);
  });

  it("are not built for a Service that is not there when told to fail", () => {
    begin({ tolerateNonExistentBackendService: false });
    expect(failuresOf({ rules: [{ http: { paths: [path("/", "none")] } }] })).toEqual([
      'Warning FailedBuildModel Ingress/app: Failed build model due to ingress: game/app: Service "none" not found (11)',
    ]);
  });

  it("are not built from an action that is not JSON, and a change of a Service does no harm", () => {
    expect(
      failuresOf(
        { rules: [{ http: { paths: [path("/", "split", "Exact", { name: "use-annotation" })] } }] },
        { [`${PREFIX}/actions.split`]: "{type" },
      ),
    ).toEqual([
      expect.stringContaining(
        "Warning FailedBuildModel Ingress/app: Failed build model due to ingress: game/app: failed to parse json annotation, alb.ingress.kubernetes.io/actions.split: {type: ",
      ),
    ]);
    cluster.api.create(service("other"));
    expect(() => world.cloud.clock.settle()).not.toThrow();
  });

  it("are not built for a target group that AWS does not have", () => {
    const forward = { type: "forward", targetGroupName: "outside" };
    expect(
      failuresOf(
        { rules: [{ http: { paths: [path("/", "out", "Exact", { name: "use-annotation" })] } }] },
        { [`${PREFIX}/actions.out`]: JSON.stringify(forward) },
      ),
    ).toEqual([
      expect.stringMatching(
        /^Warning FailedBuildModel Ingress\/app: Failed build model due to ingress: game\/app: searching TargetGroup with name outside: operation error Elastic Load Balancing v2: DescribeTargetGroups, .*TargetGroupNotFound: One or more target groups not found \(11\)$/,
      ),
    ]);
  });

  it.each([
    [
      { ports: [{ name: "http", port: 80, targetPort: 8080 }], type: "ClusterIP" },
      { [`${PREFIX}/target-type`]: "instance" },
      "TargetGroup port is empty. When using Instance targets, your service be must of type 'NodePort' or 'LoadBalancer'",
    ],
    [
      { ports: [{ name: "http", port: 80, targetPort: 8080 }], ipFamilies: ["IPv6"] },
      {},
      "unsupported IPv6 configuration, lb not dual-stack",
    ],
  ])("are not built for a Service that no target group fits: %j", (spec, annotations, words) => {
    cluster.api.create(service("other", spec));
    expect(failuresOf({ rules: [{ http: { paths: [path("/", "other")] } }] }, annotations)).toEqual([
      `Warning FailedBuildModel Ingress/app: Failed build model due to ingress: game/app: ${words} (11)`,
    ]);
  });

  it("are not built for targets by address where these are switched off", () => {
    begin({ controllerConfig: { featureGates: { EnableIPTargetType: false } } });
    expect(failuresOf({})).toEqual([
      "Warning FailedBuildModel Ingress/app: Failed build model due to ingress: game/app: unsupported targetType: ip when EnableIPTargetType is false (11)",
    ]);
  });

  it("are not built for a port that the Service does not have", () => {
    expect(
      failuresOf({ rules: [{ http: { paths: [path("/", "app", "Prefix", { number: 81 })] } }] }),
    ).toEqual([
      "Warning FailedBuildModel Ingress/app: Failed build model due to ingress: game/app: unable to find port 81 on service game/app (11)",
    ]);
  });

  describe("at the limit of what a load balancer takes", () => {
    const LIMIT = 100;
    const exact = (from: number, to: number) => ({
      rules: [
        {
          http: {
            paths: Array.from({ length: to - from }, (_, index) => path(`/${from + index}`, "app", "Exact")),
          },
        },
      ],
    });
    const pathsOf = () =>
      elbv2State(world.cloud)
        .rules.values()
        .flatMap(({ conditions }) => conditions.flatMap((one) => one.PathPatternConfig?.Values ?? []))
        .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));

    it("are not built beyond it", () => {
      expect(failuresOf(exact(0, LIMIT + 1))).toEqual([
        "Warning FailedDeployModel Ingress/app: Failed deploy model due to Unable to synthesize listener rules, there's too many attached. (11)",
      ]);
    });

    it("are deleted first, then created", () => {
      rulesOf(exact(0, LIMIT));
      cluster.api.patch(INGRESS, NAMESPACE, "app", { spec: exact(3, LIMIT + 3) });
      world.cloud.clock.advance(8_000);
      expect(pathsOf()).toEqual(exact(3, LIMIT + 3).rules[0]!.http.paths.map(({ path: value }) => value));
    });
  });
});
