import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import {
  MultiClusterIngress,
  type CreateIngressArgs,
} from "../../../components/multi-cluster-ingress/index.ts";
import type { MutualTls } from "../../../components/shared/load-balancer/client-certificates.ts";
import { madeByController } from "../../support/made-by-controller.ts";
import {
  refusalOf,
  runProgram,
  summary,
  valueOf,
  type Answers,
  type ProgramRun,
} from "../../support/pulumi-program.ts";

const args: CreateIngressArgs = {
  mode: "create",
  clusterName: "myeks",
  namespace: "game-2048",
  serviceName: "service-2048",
  ingressName: "ingress-2048",
  selector: { "app.kubernetes.io/name": "app-2048" },
  containerPort: 8080,
  backendSecurityGroupId: "sg-0123456789abcdef0",
};

const targetGroupArn =
  "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/k8s-game2048-service2-1a2b3c4d5e/0123456789abcdef";
const loadBalancerArn =
  "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/k8s-game2048-ingress2-5e4d3c2b1a/0123456789abcdef";

const made = {
  hostname: "k8s-game2048-ingress2-5e4d3c2b1a-1234567890.ap-northeast-2.elb.amazonaws.com",
  loadBalancerArn,
  targetGroupArn,
  targetGroupName: "k8s-game2048-service2-1a2b3c4d5e",
  targetGroupTags: {
    "elbv2.k8s.aws/cluster": "myeks",
    "ingress.k8s.aws/resource": "game-2048/ingress-2048-service-2048:80",
  },
};

async function create(
  overrides: Partial<CreateIngressArgs> = {},
  answers: Partial<Answers> = {},
): Promise<ProgramRun<MultiClusterIngress> & { readonly ingress: MultiClusterIngress }> {
  const cloud = madeByController(made);
  const run = await runProgram(() => new MultiClusterIngress("ingress", { ...args, ...overrides }), {
    ...cloud,
    ...answers,
    calls: { ...cloud.calls, ...answers.calls },
  });
  return { ...run, ingress: run.result };
}

function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
  return (output as unknown as { readonly isKnown: Promise<boolean> }).isKnown;
}

/** A preview before there is anything. */
const FIRST_PREVIEW: Partial<Answers> = { preview: true, outputs: () => ({}) };

async function annotations(overrides: Partial<CreateIngressArgs> = {}): Promise<Record<string, string>> {
  const { resource } = await create(overrides);
  const metadata = resource("ingress-ingress").inputs["metadata"] as { annotations: Record<string, string> };
  return Object.fromEntries(
    Object.entries(metadata.annotations)
      .filter(([key]) => key.startsWith("alb.ingress.kubernetes.io/"))
      .map(([key, value]) => [
        key.replace("alb.ingress.kubernetes.io/", ""),
        value.replace(/revision=[0-9a-f]{16}$/, "revision=?"),
      ]),
  );
}

describe("MultiClusterIngress that creates", () => {
  it("makes namespace, Service and Ingress", async () => {
    const { resources } = await create();
    expect(resources.map(summary)).toEqual([
      "multicluster-ingress:index:MultiClusterIngress ingress",
      "kubernetes:core/v1:Namespace ingress-namespace",
      "kubernetes:core/v1:Service ingress-service after ingress-namespace",
      "kubernetes:networking.k8s.io/v1:Ingress ingress-ingress after ingress-namespace, ingress-service",
    ]);
    expect(new Set(resources.slice(1).map(({ parent }) => parent))).toEqual(new Set(["ingress"]));
  });

  it("asks for readiness gates and for a Service that reaches the container's port", async () => {
    const { resource } = await create();
    expect(resource("ingress-namespace").inputs["metadata"]).toEqual({
      name: "game-2048",
      labels: { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" },
    });
    expect(resource("ingress-service").inputs).toMatchObject({
      metadata: {
        name: "service-2048",
        namespace: "game-2048",
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        type: "NodePort",
        selector: { "app.kubernetes.io/name": "app-2048" },
        ports: [{ name: "http", port: 80, targetPort: 8080, protocol: "TCP" }],
      },
    });
  });

  it("is ready when the Ingress has its host name", async () => {
    const { resource } = await create();
    expect(resource("ingress-ingress").inputs).toMatchObject({
      metadata: {
        name: "ingress-2048",
        namespace: "game-2048",
        annotations: { "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0].hostname}" },
      },
      spec: {
        ingressClassName: "alb",
        rules: [
          {
            http: {
              paths: [
                {
                  path: "/",
                  pathType: "Prefix",
                  backend: { service: { name: "service-2048", port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    });
  });

  it("replaces the Ingress, the old one first, when it needs another load balancer", async () => {
    const { replaceOnChanges, deleteBeforeReplace } = (await create()).resource("ingress-ingress");
    expect({ replaceOnChanges, deleteBeforeReplace }).toEqual({
      replaceOnChanges: [
        'metadata.annotations["alb.ingress.kubernetes.io/scheme"]',
        'metadata.annotations["alb.ingress.kubernetes.io/load-balancer-name"]',
      ],
      deleteBeforeReplace: true,
    });
  });

  it("goes from the host name to the target group, one call a step", async () => {
    const { calls } = await create();
    expect(calls).toEqual([
      {
        token: "aws:lb/getLoadBalancer:getLoadBalancer",
        args: { name: "k8s-game2048-ingress2-5e4d3c2b1a" },
      },
      { token: "aws:lb/getListener:getListener", args: { loadBalancerArn, port: 80 } },
      {
        token: "aws:lb/getListenerRule:getListenerRule",
        args: { listenerArn: "listener-on-80", priority: 1 },
      },
      { token: "aws:lb/getTargetGroup:getTargetGroup", args: { arn: targetGroupArn } },
    ]);
  });

  it("looks at the rules of HTTPS, for a load balancer with a name of its own and inside", async () => {
    const hostname = "internal-shared-1234567890.cn-north-1.elb.amazonaws.com.cn";
    const certificateArns = ["arn:aws:acm:ap-northeast-2:123456789012:certificate/a"];
    const { calls } = await create(
      { loadBalancerName: "Shared", tls: { certificateArns } },
      madeByController({ ...made, hostname }),
    );
    expect(calls.slice(0, 2).map((call) => call.args)).toEqual([
      { name: "Shared" },
      { loadBalancerArn, port: 443 },
    ]);
  });

  it("does not look for the target group in a preview before the Ingress exists", async () => {
    const { calls } = await create({}, FIRST_PREVIEW);
    expect(calls).toEqual([]);
  });

  it("hands a transform plain annotations, to which it can add", async () => {
    const seen: unknown[] = [];
    const { resource } = await create({
      transform: {
        ingress(ingress) {
          seen.push(structuredClone(ingress.metadata.annotations));
          const group = { "alb.ingress.kubernetes.io/group.name": "shared" };
          return {
            ...ingress,
            metadata: { ...ingress.metadata, annotations: { ...ingress.metadata.annotations, ...group } },
          };
        },
      },
    });
    const { metadata } = resource("ingress-ingress").inputs as { metadata: { annotations: object } };
    expect(seen[0]).toMatchObject({ "alb.ingress.kubernetes.io/multi-cluster-target-group": "true" });
    expect({ ...metadata.annotations, "alb.ingress.kubernetes.io/tags": "?" }).toEqual({
      ...(seen[0] as object),
      "alb.ingress.kubernetes.io/group.name": "shared",
      "alb.ingress.kubernetes.io/tags": "?",
    });
  });

  it("says what the controller made in plain text, also with secret tags", async () => {
    const { ingress } = await create({ tags: { owner: pulumi.secret("hunter2") } });
    for (const output of [
      ingress.targetGroupArn,
      ingress.loadBalancerArn,
      ingress.loadBalancerDnsName,
      ingress.bindingName,
    ]) {
      expect(await pulumi.isSecret(output)).toBe(false);
    }
  });

  it("gives every state of the Ingress a revision of its own, and the same state the same", async () => {
    const revisionOf = async (overrides: Partial<CreateIngressArgs>) => {
      const { resource } = await create(overrides);
      const metadata = resource("ingress-ingress").inputs["metadata"] as {
        annotations: Record<string, string>;
      };
      return metadata.annotations["alb.ingress.kubernetes.io/tags"];
    };
    const transform: CreateIngressArgs["transform"] = {
      ingress: (ingress) => ({ ...ingress, spec: { ...ingress.spec, defaultBackend: {} } }),
    };
    const [first, again, slower, otherSpec] = [
      await revisionOf({}),
      await revisionOf({}),
      await revisionOf({ idleTimeoutSeconds: 61 }),
      await revisionOf({ transform }),
    ];
    expect(first).toBe(again);
    expect(new Set([first, slower, otherSpec]).size).toBe(3);
  });

  it("knows in a preview what is there, whether or not the Ingress is to change", async () => {
    const { ingress } = await create({}, { preview: true });
    expect(await valueOf(ingress.targetGroupArn)).toBe(targetGroupArn);
  });

  it("knows in a preview the target groups that are there, and not the one of an app that is added", async () => {
    const { serviceName, selector, containerPort, ...common } = args;
    const app = { selector: selector!, containerPort: containerPort! };
    const apps = [
      { ...app, name: "news", routes: [{ hosts: ["news.example.com"] }] },
      { ...app, name: "2048", resourceName: "ingress", serviceName: serviceName! },
    ];
    const { result } = await runProgram(() => new MultiClusterIngress("ingress", { ...common, apps }), {
      ...madeByController(made),
      preview: true,
    });
    expect(await valueOf(result.apps["2048"]!.targetGroupArn!)).toBe(targetGroupArn);
    expect(await valueOf(result.apps["2048"]!.bindingNames[0]!)).toBe(made.targetGroupName);
    expect(await isKnown(result.apps["news"]!.targetGroupArn!)).toBe(false);
  });

  it("knows nothing in a preview of what a change will lead to", async () => {
    const getListener = () => {
      throw new Error("Search returned 0 results, please revise so only one is returned");
    };
    const calls = { "aws:lb/getListener:getListener": getListener };
    const { ingress, calls: made } = await create({}, { preview: true, calls });
    expect(await isKnown(ingress.targetGroupArn)).toBe(false);
    expect(await isKnown(ingress.bindingName)).toBe(false);
    expect(made.length).toBe(2);
  });

  it("publishes what other stacks join by", async () => {
    const { ingress } = await create();
    expect(await valueOf(ingress.targetGroupArn)).toBe(targetGroupArn);
    expect(await valueOf(ingress.loadBalancerArn)).toBe(loadBalancerArn);
    expect(await valueOf(ingress.loadBalancerDnsName)).toBe(made.hostname);
    expect(await valueOf(ingress.backendSecurityGroupId)).toBe("sg-0123456789abcdef0");
    expect(await valueOf(ingress.namespace)).toBe("game-2048");
    expect(await valueOf(ingress.serviceName)).toBe("service-2048");
    expect(await valueOf(ingress.bindingName)).toBe("k8s-game2048-service2-1a2b3c4d5e");
    expect(await valueOf(ingress.ready.urn)).toContain("::ingress-ingress");
  });

  it("states every setting of load balancer and target group, so that one taken away goes", async () => {
    expect(await annotations()).toEqual({
      "multi-cluster-target-group": "true",
      "target-type": "ip",
      scheme: "internet-facing",
      "listen-ports": '[{"HTTP":80}]',
      "healthcheck-path": "/",
      "healthcheck-port": "traffic-port",
      "healthcheck-protocol": "HTTP",
      "healthcheck-interval-seconds": "15",
      "healthcheck-timeout-seconds": "5",
      "healthy-threshold-count": "2",
      "unhealthy-threshold-count": "2",
      "success-codes": "200",
      "target-group-attributes":
        "deregistration_delay.timeout_seconds=30,slow_start.duration_seconds=0,load_balancing.algorithm.type=round_robin," +
        "load_balancing.algorithm.anomaly_mitigation=off,load_balancing.cross_zone.enabled=use_load_balancer_configuration,stickiness.enabled=false",
      "load-balancer-attributes":
        "deletion_protection.enabled=false,idle_timeout.timeout_seconds=60,client_keep_alive.seconds=3600," +
        "routing.http.drop_invalid_header_fields.enabled=true,routing.http.desync_mitigation_mode=defensive," +
        "routing.http.xff_header_processing.mode=append,routing.http.xff_client_port.enabled=false," +
        "routing.http.preserve_host_header.enabled=false," +
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled=false,zonal_shift.config.enabled=false," +
        "access_logs.s3.enabled=false,connection_logs.s3.enabled=false,health_check_logs.s3.enabled=false",
      "listener-attributes.HTTP-80":
        "routing.http.response.server.enabled=true," +
        "routing.http.response.strict_transport_security.header_value=," +
        "routing.http.response.content_security_policy.header_value=," +
        "routing.http.response.x_frame_options.header_value=," +
        "routing.http.response.x_content_type_options.header_value=," +
        "routing.http.response.access_control_allow_origin.header_value=," +
        "routing.http.response.access_control_allow_methods.header_value=," +
        "routing.http.response.access_control_allow_headers.header_value=," +
        "routing.http.response.access_control_allow_credentials.header_value=," +
        "routing.http.response.access_control_expose_headers.header_value=," +
        "routing.http.response.access_control_max_age.header_value=",
      tags: "multicluster-ingress/revision=?",
    });
  });

  it("turns health checks into annotations", async () => {
    const healthCheck = {
      path: "/healthz",
      port: 8081,
      protocol: "HTTPS",
      intervalSeconds: 10,
      timeoutSeconds: 4,
      healthyThreshold: 3,
      unhealthyThreshold: 4,
      successCodes: "200-299",
    } as const;
    expect(await annotations({ healthCheck })).toMatchObject({
      "healthcheck-path": "/healthz",
      "healthcheck-port": "8081",
      "healthcheck-protocol": "HTTPS",
      "healthcheck-interval-seconds": "10",
      "healthcheck-timeout-seconds": "4",
      "healthy-threshold-count": "3",
      "unhealthy-threshold-count": "4",
      "success-codes": "200-299",
    });
  });

  it.each([
    [
      {
        algorithm: "weighted_random",
        anomalyMitigation: true,
        deregistrationDelaySeconds: 5,
        crossZone: false,
      },
      "deregistration_delay.timeout_seconds=5,slow_start.duration_seconds=0,load_balancing.algorithm.type=weighted_random," +
        "load_balancing.algorithm.anomaly_mitigation=on,load_balancing.cross_zone.enabled=false,stickiness.enabled=false",
    ],
    [
      { slowStartSeconds: 60, stickiness: { type: "lb_cookie", durationSeconds: 3600 } },
      "deregistration_delay.timeout_seconds=30,slow_start.duration_seconds=60,load_balancing.algorithm.type=round_robin," +
        "load_balancing.algorithm.anomaly_mitigation=off,load_balancing.cross_zone.enabled=use_load_balancer_configuration,stickiness.enabled=true,stickiness.type=lb_cookie," +
        "stickiness.lb_cookie.duration_seconds=3600",
    ],
    [
      { stickiness: { type: "app_cookie", cookieName: "session", durationSeconds: 60 } },
      "deregistration_delay.timeout_seconds=30,slow_start.duration_seconds=0,load_balancing.algorithm.type=round_robin," +
        "load_balancing.algorithm.anomaly_mitigation=off,load_balancing.cross_zone.enabled=use_load_balancer_configuration,stickiness.enabled=true,stickiness.type=app_cookie," +
        "stickiness.app_cookie.cookie_name=session,stickiness.app_cookie.duration_seconds=60",
    ],
  ] as const)("turns target group settings %j into attributes", async (targetGroup, attributes) => {
    expect((await annotations({ targetGroup }))["target-group-attributes"]).toBe(attributes);
  });

  it("turns the settings of the load balancer into annotations", async () => {
    expect(
      await annotations({
        scheme: "internal",
        loadBalancerName: "shared",
        subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
        inboundCidrs: ["203.0.113.0/24", "198.51.100.0/24"],
        accessLogs: { bucket: "logs", prefix: "alb,shared" },
        deletionProtection: true,
        idleTimeoutSeconds: 120,
        clientKeepAliveSeconds: 7_200,
        dropInvalidHeaderFields: false,
        desyncMitigation: "strictest",
        forwardedFor: "preserve",
        forwardedForClientPort: true,
        preserveHostHeader: true,
        tlsHeaders: true,
        zonalShift: true,
        tags: { team: "platform", note: "a b" },
      }),
    ).toMatchObject({
      scheme: "internal",
      "load-balancer-name": "shared",
      subnets: "subnet-0123456789abcdef0,subnet-0123456789abcdef1",
      "inbound-cidrs": "203.0.113.0/24,198.51.100.0/24",
      "load-balancer-attributes":
        "deletion_protection.enabled=true,idle_timeout.timeout_seconds=120,client_keep_alive.seconds=7200," +
        "routing.http.drop_invalid_header_fields.enabled=false,routing.http.desync_mitigation_mode=strictest," +
        "routing.http.xff_header_processing.mode=preserve,routing.http.xff_client_port.enabled=true," +
        "routing.http.preserve_host_header.enabled=true," +
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled=true,zonal_shift.config.enabled=true," +
        "access_logs.s3.enabled=true,access_logs.s3.bucket=logs,access_logs.s3.prefix=alb\\,shared," +
        "connection_logs.s3.enabled=false,health_check_logs.s3.enabled=false",
      tags: "team=platform,note=a b,multicluster-ingress/revision=?",
    });
  });

  it("serves HTTPS with a present-day policy and redirects HTTP to it", async () => {
    const certificateArns = [
      "arn:aws:acm:ap-northeast-2:123456789012:certificate/a",
      "arn:aws:acm:ap-northeast-2:123456789012:certificate/b",
    ];
    expect(await annotations({ tls: { certificateArns } })).toMatchObject({
      "listen-ports": '[{"HTTP":80},{"HTTPS":443}]',
      "certificate-arn": certificateArns.join(","),
      "ssl-policy": "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      "ssl-redirect": "443",
      "mutual-authentication": '[{"port":443,"mode":"off"}]',
    });
    expect(await annotations({ tls: { certificateArns, redirectHttp: false } })).not.toHaveProperty(
      "ssl-redirect",
    );
  });

  it("asks clients for certificates", async () => {
    const trustStoreArn =
      "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:truststore/edge/0123456789abcdef";
    const asked = async (mutual: MutualTls) =>
      JSON.parse(
        (
          await annotations({
            tls: { certificateArns: ["arn:aws:acm:ap-northeast-2:123456789012:certificate/a"], mutual },
          })
        )["mutual-authentication"]!,
      ) as unknown;
    expect(await asked("passthrough")).toEqual([{ port: 443, mode: "passthrough" }]);
    expect(await asked({ trustStoreArn, advertiseCaNames: true })).toEqual([
      {
        port: 443,
        mode: "verify",
        trustStore: trustStoreArn,
        ignoreClientCertificateExpiry: false,
        advertiseTrustStoreCaNames: "on",
      },
    ]);
  });

  it("says headers of answers to each listener, over HTTP none that hold over HTTPS alone", async () => {
    const { "listener-attributes.HTTP-80": http, "listener-attributes.HTTPS-443": https } = await annotations(
      {
        tls: { certificateArns: ["arn:aws:acm:ap-northeast-2:123456789012:certificate/a"] },
        responseHeaders: {
          strictTransportSecurity: { maxAgeSeconds: 300 },
          cors: { allowOrigin: "*", allowMethods: ["GET", "PUT"] },
        },
      },
    );
    const methods = "access_control_allow_methods.header_value=GET\\,PUT,";
    expect(https).toContain("strict_transport_security.header_value=max-age=300,");
    expect(https).toContain(methods);
    expect(http).toContain("strict_transport_security.header_value=,");
    expect(http).toContain(methods);
  });

  it("uses a namespace that is there, and makes a disruption budget on demand", async () => {
    const { resources, resource } = await create({
      createNamespace: false,
      podDisruptionBudget: { minAvailable: "50%" },
    });
    expect(resources.filter(({ type }) => type === "kubernetes:core/v1:Namespace")).toEqual([]);
    expect(resource("ingress-disruption-budget").inputs).toMatchObject({
      metadata: { name: "service-2048", namespace: "game-2048" },
      spec: { minAvailable: "50%", selector: { matchLabels: { "app.kubernetes.io/name": "app-2048" } } },
    });
  });

  it("names Service and Ingress after itself unless told otherwise", async () => {
    const { serviceName: _service, ingressName: _ingress, ...unnamed } = args;
    const { resource } = await runProgram(() => new MultiClusterIngress("shared", unnamed), {
      preview: true,
    });
    expect(resource("shared-service").inputs).toMatchObject({ metadata: { name: "shared" } });
    expect(resource("shared-ingress").inputs).toMatchObject({ metadata: { name: "shared" } });
  });

  it("refuses a budget that says both how many to leave and how many to take", async () => {
    const podDisruptionBudget = { minAvailable: 1, maxUnavailable: 1 };
    expect(await refusalOf(() => new MultiClusterIngress("ingress", { ...args, podDisruptionBudget }))).toBe(
      'MultiClusterIngress "ingress": podDisruptionBudget has both minAvailable and maxUnavailable; leave one of them out',
    );
  });

  it("leaves readiness gates out on demand", async () => {
    const { resource } = await create({ readinessGates: false });
    expect(resource("ingress-namespace").inputs["metadata"]).toEqual({ name: "game-2048", labels: {} });
  });

  it("lets the caller change each child", async () => {
    const { resource } = await create({
      podDisruptionBudget: { maxUnavailable: 1 },
      transform: {
        namespace: (namespace) => ({
          ...namespace,
          metadata: { ...namespace.metadata, annotations: { a: "1" } },
        }),
        service: (service) => ({ ...service, spec: { ...service.spec, externalTrafficPolicy: "Local" } }),
        ingress: (ingress, name) => ({
          ...ingress,
          metadata: { ...ingress.metadata, labels: { made: name } },
        }),
        podDisruptionBudget: (budget) => ({
          ...budget,
          spec: { ...budget.spec, unhealthyPodEvictionPolicy: "AlwaysAllow" },
        }),
      },
    });
    expect(resource("ingress-namespace").inputs).toMatchObject({
      metadata: { name: "game-2048", annotations: { a: "1" } },
    });
    expect(resource("ingress-service").inputs).toMatchObject({
      spec: { type: "NodePort", externalTrafficPolicy: "Local" },
    });
    expect(resource("ingress-ingress").inputs).toMatchObject({
      metadata: { labels: { made: "ingress-ingress" } },
    });
    expect(resource("ingress-disruption-budget").inputs).toMatchObject({
      spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    });
  });

  it("refuses an empty list of clients, and subnets or blocks that are there twice", async () => {
    const subnet = "subnet-0123456789abcdef0";
    const wrong: CreateIngressArgs = { ...args, inboundCidrs: [], subnetIds: [subnet, subnet] };
    expect(await refusalOf(() => new MultiClusterIngress("ingress", wrong))).toBe(
      [
        'MultiClusterIngress "ingress" has 2 problems:',
        '  - subnetIds[1] is "subnet-0123456789abcdef0", as is subnetIds[0]; name it once',
        "  - inboundCidrs is empty; name who may connect",
      ].join("\n"),
    );
  });

  it("refuses a bucket that S3 would not have, and a prefix that load balancers put there themselves", () => {
    const wrong: CreateIngressArgs = { ...args, accessLogs: { bucket: "My_Logs", prefix: "alb/AWSLogs" } };
    expect(MultiClusterIngress.problems("ingress", wrong)).toEqual([
      {
        keys: ["accessLogs", "bucket"],
        path: "accessLogs.bucket",
        reason:
          'is "My_Logs"; use the name of an S3 bucket: 3 to 63 lower-case letters, digits, single dots and hyphens, not like an IP address',
      },
      {
        keys: ["accessLogs", "prefix"],
        path: "accessLogs.prefix",
        reason:
          'is "alb/AWSLogs"; use a prefix without AWSLogs, which follows it, and without a slash at either end',
      },
    ]);
  });

  it("refuses to make a namespace that every cluster has", () => {
    const inDefault: CreateIngressArgs = { ...args, namespace: "default" };
    expect(MultiClusterIngress.problems("ingress", inDefault)).toEqual([
      {
        keys: ["namespace"],
        path: "namespace",
        reason:
          'is "default", which is kept for Kubernetes itself: default and all that begin with kube-; use another',
      },
    ]);
    expect(MultiClusterIngress.problems("ingress", { ...inDefault, createNamespace: false })).toEqual([]);
  });

  it("refuses a key of a tag that the annotation cannot hold; values may have what they like", () => {
    expect(MultiClusterIngress.problems("ingress", { ...args, tags: { "a=b": "c", d: "e=f" } })).toEqual([
      {
        keys: ["tags", "a=b"],
        path: 'tags["a=b"]',
        reason: "has a = in its key, where the controller would cut it off; use another key",
      },
    ]);
  });

  it("refuses status codes in a range that is empty, and in one of three", () => {
    const problems = (successCodes: string) =>
      MultiClusterIngress.problems("ingress", { ...args, healthCheck: { successCodes } });
    const refused = (reason: string) => [
      { keys: ["healthCheck", "successCodes"], path: "healthCheck.successCodes", reason },
    ];
    expect(problems("200,399-400,300-300")).toEqual([]);
    expect(problems("200,399-300")).toEqual(refused("has 399-300, which is empty; use 300-399"));
    expect(problems("200-300-399")).toEqual(
      refused('is "200-300-399"; use status codes between 200 and 499, e.g. 200, 200,204 or 200-299'),
    );
  });

  it("refuses wrong args, all at once and before it registers anything", async () => {
    const message = await refusalOf(
      () =>
        new MultiClusterIngress("ingress", {
          ...args,
          namespace: "Game 2048",
          selector: {},
          containerPort: 0,
          podDisruptionBudget: { maxUnavailable: "half" },
          loadBalancerName: "internal-shared",
          subnetIds: ["subnet-a"],
          inboundCidrs: ["203.0.113.7/24"],
          idleTimeoutSeconds: 4001,
          clientKeepAliveSeconds: 59,
          desyncMitigation: "off" as "monitor",
          forwardedFor: "drop" as "remove",
          webAclArn: "shared",
          tags: { "elbv2.k8s.aws/cluster": "other" },
          tls: { certificateArns: [], sslPolicy: "TLS13" },
          healthCheck: { path: "healthz", intervalSeconds: 5, timeoutSeconds: 5, successCodes: "ok" },
          targetGroup: {
            deregistrationDelaySeconds: -1,
            slowStartSeconds: 10,
            algorithm: "least_outstanding_requests",
            anomalyMitigation: true,
            stickiness: { type: "app_cookie", cookieName: "AWSALB", durationSeconds: 0 },
          },
        }),
    );
    expect(message).toBe(`MultiClusterIngress "ingress" has 25 problems:
  - namespace is "Game 2048"; use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end
  - selector is empty; give the labels of the workload's pods
  - containerPort is 0; use a whole number from 1 to 65535
  - podDisruptionBudget.maxUnavailable is "half"; use a whole number or a percentage such as "50%"
  - loadBalancerName is "internal-shared", which begins with internal-, which stands before the DNS names of internal load balancers; use another name
  - subnetIds has 1 entries; give at least two, one per availability zone
  - subnetIds[0] is "subnet-a"; use a subnet id such as subnet-0123456789abcdef0
  - inboundCidrs[0] is "203.0.113.7/24", with bits beyond its prefix; use 203.0.113.0/24
  - idleTimeoutSeconds is 4001; use a whole number from 1 to 4000
  - clientKeepAliveSeconds is 59; use a whole number from 60 to 604800
  - desyncMitigation is "off"; use one of monitor, defensive, strictest
  - forwardedFor is "drop"; use one of append, preserve, remove
  - webAclArn is "shared"; use the ARN of a regional WAFv2 web ACL
  - tags["elbv2.k8s.aws/cluster"] is a key to which AWS, Kubernetes or this package gives a meaning; use another key
  - tls.certificateArns is empty; give at least one certificate
  - tls.sslPolicy is "TLS13"; use a policy whose name begins with ELBSecurityPolicy-
  - healthCheck.path is "healthz"; use a path of at most 1,024 characters, none of them a space, that begins with /
  - healthCheck.successCodes is "ok"; use status codes between 200 and 499, e.g. 200, 200,204 or 200-299
  - healthCheck.timeoutSeconds is 5, not less than intervalSeconds 5; lower it or raise the interval
  - targetGroup.deregistrationDelaySeconds is -1; use a whole number from 0 to 3600
  - targetGroup.slowStartSeconds is 10; use a whole number from 30 to 900
  - targetGroup.slowStartSeconds does not go with algorithm least_outstanding_requests; use round_robin
  - targetGroup.anomalyMitigation does not go with algorithm least_outstanding_requests; use weighted_random
  - targetGroup.stickiness.durationSeconds is 0; use a whole number from 1 to 604800
  - targetGroup.stickiness.cookieName is "AWSALB", which begins as cookies of the load balancer do (AWSALB, AWSALBAPP, AWSALBTG); use another name`);
  });
});

const problems = (overrides: Partial<CreateIngressArgs>) =>
  MultiClusterIngress.problems("ingress", { ...args, ...overrides }).map(
    ({ path, reason }) => `${path} ${reason}`,
  );

describe("an ingress class that decides", () => {
  it("is the class of the Ingress, and part of its revision", async () => {
    const revisionOf = async (overrides: Partial<CreateIngressArgs>) => {
      const { resource } = await create(overrides);
      const { metadata, spec } = resource("ingress-ingress").inputs as {
        metadata: { annotations: Record<string, string> };
        spec: { ingressClassName: string };
      };
      return [spec.ingressClassName, metadata.annotations["alb.ingress.kubernetes.io/tags"]];
    };
    const usual = await revisionOf({});
    expect(usual[0]).toBe("alb");
    expect(await revisionOf({ ingressClass: { isDefault: true } })).toEqual(usual);
    const [name, revision] = await revisionOf({ ingressClass: { name: "edge", tags: { team: "a" } } });
    expect(name).toBe("edge");
    const [, other] = await revisionOf({ ingressClass: { name: "edge", tags: { team: "b" } } });
    expect(other).not.toBe(revision);
    expect(await revisionOf({ ingressClassName: "mine", ingressClass: { name: "edge" } })).toEqual([
      "mine",
      expect.anything(),
    ]);
  });

  it("must not be contradicted, as the controller would not say so", () => {
    const subnetIds = ["subnet-00000001", "subnet-00000002"];
    const ingressClass = {
      scheme: "internal",
      groupName: "edge",
      subnets: { ids: subnetIds },
      inboundCidrs: ["10.0.0.0/8"],
    } as const;
    expect(problems({ ingressClass, scheme: "internal", groupName: "edge" })).toEqual([]);
    expect(problems({ ingressClass, groupName: "shop", subnetIds, inboundCidrs: ["10.0.0.0/8"] })).toEqual([
      'scheme is "internet-facing", but the ingress class decides on "internal"; use that, or change the class',
      'groupName is "shop", but the ingress class decides on "edge"; use that, or change the class',
      "subnetIds has no effect, as the ingress class decides this; leave it out, or take it from the class",
      "inboundCidrs has no effect, as the ingress class decides this; leave it out, or take it from the class",
    ]);
  });
});

describe("a class of Gateways", () => {
  const decided = {
    scheme: "internal",
    inboundCidrs: ["10.0.0.0/8", "192.168.0.0/16"],
    tags: { team: "platform", cost: "edge" },
  } as const;
  const gateway = { kind: "gateway", gatewayClass: { ...decided, precedence: "class" } } as const;

  it("may decide what nobody says, or what is said alike", () => {
    expect(problems({ ...gateway, scheme: "internal", tags: { team: "platform", stage: "live" } })).toEqual(
      [],
    );
    expect(
      problems({ ...gateway, scheme: "internal", inboundCidrs: ["192.168.0.0/16", "10.0.0.0/8"] }),
    ).toEqual([]);
  });

  it.each(["gateway", "gateway-and-ingress"] as const)(
    "must not be contradicted where its word goes first, as the controller would not say so: %s",
    (kind) => {
      const other = { ...gateway, kind, inboundCidrs: ["10.0.0.0/8"], tags: { team: "shop" } };
      expect(problems(other)).toEqual([
        'scheme is "internet-facing", but the gateway class decides on "internal"; use that, or change the class',
        'inboundCidrs is ["10.0.0.0/8"], but the gateway class decides on ["10.0.0.0/8","192.168.0.0/16"]; use that, or change the class',
        'tags["team"] is "shop", but the gateway class decides on "platform"; use that, or change the class',
      ]);
    },
  );

  it("is contradicted by whom it lets go first, and by what it has no part in", () => {
    const said = { inboundCidrs: ["10.0.0.0/8"], tags: { team: "shop" } };
    expect(problems({ ...gateway, gatewayClass: { ...decided, precedence: "gateway" }, ...said })).toEqual(
      [],
    );
    expect(problems({ ...gateway, gatewayClass: decided, ...said })).toEqual([]);
    expect(problems({ ...gateway, kind: "ingress", ...said })).toEqual([]);
  });
});
