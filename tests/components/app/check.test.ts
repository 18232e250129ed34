import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { App, type AppArgs } from "../../../components/index.ts";
import { refusalOf } from "../../support/pulumi-program.ts";

const shop: AppArgs = { image: "registry.example.com/shop:1", port: 8080, namespace: "shops" };

const POLICY = "arn:aws:iam::111122223333:policy/p";

/** Args as they come from configuration or JavaScript, past the compiler. */
type Wild = { readonly [Key in keyof AppArgs]?: unknown };

function problems(args: Wild, name = "shop"): readonly string[] {
  return App.problems(name, { ...shop, ...args } as AppArgs).map(({ path, reason }) => `${path} ${reason}`);
}

const identity = { type: "pod-identity" } as const;
const autoscaling = { maxReplicas: 10 };

describe("limits of an App", () => {
  it.each<[string, Wild, Wild, string]>([
    ["port", { port: 1 }, { port: 0 }, "port is 0; use a whole number from 1 to 65535"],
    ["port", { port: 65_535 }, { port: 65_536 }, "port is 65536; use a whole number from 1 to 65535"],
    ["replicas", { replicas: 0 }, { replicas: -1 }, "replicas is -1; use a whole number from 0 to 1000"],
    [
      "replicas",
      { replicas: 1_000 },
      { replicas: 1_001 },
      "replicas is 1001; use a whole number from 0 to 1000",
    ],
    [
      "replicas beside autoscaling",
      { replicas: 0, autoscaling },
      { replicas: 1, autoscaling, podDisruptionBudget: { maxUnavailable: 1 } },
      "replicas is 1 beside autoscaling, which decides on the number of pods; leave one of the two out",
    ],
    [
      "minReplicas",
      { autoscaling: { minReplicas: 1, maxReplicas: 1 } },
      { autoscaling: { minReplicas: 0, maxReplicas: 1 } },
      "autoscaling.minReplicas is 0; use a whole number from 1 to 1000",
    ],
    [
      "maxReplicas",
      { autoscaling: { maxReplicas: 1_000 } },
      { autoscaling: { maxReplicas: 1_001 } },
      "autoscaling.maxReplicas is 1001; use a whole number from 1 to 1000",
    ],
    [
      "the range of an autoscaler",
      { autoscaling: { minReplicas: 3, maxReplicas: 3 } },
      { autoscaling: { minReplicas: 4, maxReplicas: 3 } },
      "autoscaling.minReplicas is 4, more than maxReplicas 3; lower it or raise maxReplicas",
    ],
    ...(["cpuUtilization", "memoryUtilization"] as const).flatMap((key): [string, Wild, Wild, string][] => [
      [
        key,
        { autoscaling: { ...autoscaling, [key]: 1 } },
        { autoscaling: { ...autoscaling, [key]: 0 } },
        `autoscaling.${key} is 0; use a whole number from 1 to 1000`,
      ],
      [
        key,
        { autoscaling: { ...autoscaling, [key]: 1_000 } },
        { autoscaling: { ...autoscaling, [key]: 1_001 } },
        `autoscaling.${key} is 1001; use a whole number from 1 to 1000`,
      ],
    ]),
    [
      "CPU to scale by",
      { autoscaling, resources: { limits: { cpu: "1" } } },
      { autoscaling, resources: { limits: { memory: "1Gi" } } },
      "autoscaling.cpuUtilization is 70 percent of a request that the pods do not make; set resources.requests.cpu",
    ],
    [
      "memory to scale by",
      { autoscaling: { ...autoscaling, memoryUtilization: 80 }, resources: { requests: { memory: "1Gi" } } },
      { autoscaling: { ...autoscaling, memoryUtilization: 80 }, resources: { requests: { cpu: "1" } } },
      "autoscaling.memoryUtilization is 80 percent of a request that the pods do not make; set resources.requests.memory",
    ],
    ...(
      [
        ["stabilizationSeconds", 0, 3_600],
        ["maxPods", 0, 1_000],
        ["maxPercent", 0, 1_000],
        ["periodSeconds", 1, 1_800],
      ] as const
    ).flatMap(([key, min, max]): [string, Wild, Wild, string][] =>
      [min, max].map((last) => {
        const first = last === min ? min - 1 : max + 1;
        return [
          `${key} of scaleDown`,
          { autoscaling: { ...autoscaling, scaleDown: { [key]: last } } },
          { autoscaling: { ...autoscaling, scaleDown: { [key]: first } } },
          `autoscaling.scaleDown.${key} is ${first}; use a whole number from ${min} to ${max}`,
        ];
      }),
    ),
    ...(
      [
        ["initialDelaySeconds", 0, 3_600],
        ["periodSeconds", 1, 3_600],
        ["timeoutSeconds", 1, 3_600],
        ["failureThreshold", 1, 1_000],
        ["successThreshold", 1, 1_000],
        ["port", 1, 65_535],
      ] as const
    ).flatMap(([key, min, max]): [string, Wild, Wild, string][] =>
      [min, max].map((last) => {
        const first = last === min ? min - 1 : max + 1;
        return [
          `${key} of a probe`,
          { probes: { readiness: { [key]: last } } },
          { probes: { readiness: { [key]: first } } },
          `probes.readiness.${key} is ${first}; use a whole number from ${min} to ${max}`,
        ];
      }),
    ),
    [
      "successThreshold of other probes",
      { probes: { liveness: { successThreshold: 1 } } },
      { probes: { liveness: { successThreshold: 2 } } },
      "probes.liveness.successThreshold is 2; leave it out, as it is for readiness",
    ],
    [
      "port of the health check",
      { healthCheck: { port: "traffic-port" } },
      { healthCheck: { port: 0 } },
      "healthCheck.port is 0; use a whole number from 1 to 65535",
    ],
    ...(["runAsUser", "runAsGroup", "fsGroup"] as const).flatMap((key): [string, Wild, Wild, string][] => [
      [
        key,
        { security: { [key]: 0, allowRoot: true } },
        { security: { [key]: -1, allowRoot: true } },
        `security.${key} is -1; use a whole number from 0 to 2147483647`,
      ],
      [
        key,
        { security: { [key]: 2_147_483_647 } },
        { security: { [key]: 2_147_483_648 } },
        `security.${key} is 2147483648; use a whole number from 0 to 2147483647`,
      ],
    ]),
    [
      "the user root",
      { security: { runAsUser: 1 } },
      { security: { runAsUser: 0 } },
      "security.runAsUser is 0, which is root; use another user, or set allowRoot to true",
    ],
    [
      "managed policies",
      { serviceAccount: { identity, clusterName: "c", managedPolicyArns: Array<string>(10).fill(POLICY) } },
      { serviceAccount: { identity, clusterName: "c", managedPolicyArns: Array<string>(11).fill(POLICY) } },
      "serviceAccount.managedPolicyArns has 11 entries; a role has 10 at most",
    ],
    [
      "policies of a role",
      { serviceAccount: { identity, clusterName: "c", policies: { a: `${"x".repeat(10_240)} \n` } } },
      { serviceAccount: { identity, clusterName: "c", policies: { a: "x".repeat(10_240), b: "x" } } },
      "serviceAccount.policies has 10241 characters; use at most 10240, or managed policies beside it",
    ],
    [
      "contents of files",
      { files: [{ path: "/etc/shop", content: { a: "x".repeat(1_048_576) } }] },
      { files: [{ path: "/etc/shop", content: { a: "x".repeat(1_048_576), b: "x" } }] },
      "files[0].content has 1048577 bytes; use at most 1048576, of which an object can be",
    ],
    [
      "names of variables",
      { env: { [`A${"x".repeat(252)}`]: "" } },
      { env: { [`A${"x".repeat(253)}`]: "" } },
      `env["A${"x".repeat(198)}... (256 characters)] is not a name of a variable; use 1 to 253 letters, digits, underscores, dots and hyphens, the first a letter or underscore`,
    ],
  ])("%s: takes the last, refuses the first", (_what, last, first, problem) => {
    expect(problems(last)).toEqual([]);
    expect(problems(first)).toEqual([problem]);
  });

  it("leaves room in the name of a role", () => {
    const serviceAccount = { identity, clusterName: "c" };
    const longest = "a".repeat(51);
    expect(problems({ serviceAccount, deploymentName: "shop" }, longest)).toEqual([]);
    expect(problems({ serviceAccount, deploymentName: "shop" }, `${longest}a`)).toEqual([
      "name has 52 characters; use at most 51: IAM role names end at 64",
    ]);
    expect(problems({ deploymentName: "shop" }, `${longest}a`)).toEqual([]);
  });
});

describe("what an App refuses", () => {
  it.each<[Wild, string]>([
    [
      { imagePullPolicy: "Sometimes" },
      'imagePullPolicy is "Sometimes"; use one of Always, IfNotPresent, Never',
    ],
    [
      { imagePullSecrets: ["Registry"] },
      'imagePullSecrets[0] is "Registry"; use 1 to 253 lower-case letters, digits, hyphens and dots, the first and the last a letter or digit',
    ],
    [{ command: [] }, "command is empty; name a program, or leave it out"],
    [
      { env: { "1ST": "a" } },
      'env["1ST"] is not a name of a variable; use 1 to 253 letters, digits, underscores, dots and hyphens, the first a letter or underscore',
    ],
    [{ env: { A: 3 } }, 'env["A"] is 3; use a text, or one of fieldRef, configMap, secret'],
    [
      { env: { A: { fieldRef: "metadata.name", secret: "s" } } },
      'env["A"] is {"fieldRef":"metadata.name","secret":"s"}; use a text, or one of fieldRef, configMap, secret',
    ],
    [
      { env: { A: { fieldRef: "spec.nodes" } } },
      "env[\"A\"].fieldRef is \"spec.nodes\"; use one of metadata.name, metadata.namespace, metadata.uid, spec.nodeName, spec.serviceAccountName, status.hostIP, status.podIP, metadata.labels['<key>'] or metadata.annotations['<key>']",
    ],
    [{ env: { A: { configMap: "settings" } } }, 'env["A"] has no key; name the one whose value is meant'],
    [
      { env: { A: { secret: "settings", key: "a/b" } } },
      'env["A"].key is "a/b"; use 1 to 253 letters, digits, hyphens, underscores and dots',
    ],
    [
      { env: { AWS_ROLE_ARN: "arn" }, serviceAccount: { identity, clusterName: "c" } },
      'env["AWS_ROLE_ARN"] is set by serviceAccount.identity; leave one of the two out',
    ],
    [{ envFrom: [{}] }, "envFrom[0] has neither configMap nor secret; give one of them"],
    [
      { envFrom: [{ configMap: "a", secret: "b" }] },
      "envFrom[0] has both configMap and secret; give one of them",
    ],
    [
      { envFrom: [{ secret: "b", prefix: "1" }] },
      'envFrom[0].prefix is "1"; use the beginning of the name of a variable, such as SHOP_',
    ],
    [{ files: [{ path: "/a" }] }, "files[0] has none of content, configMap, secret; give one of them"],
    [
      { files: [{ path: "/a", configMap: "a", secret: "b" }] },
      "files[0] has configMap and secret of content, configMap, secret; give one of them",
    ],
    [
      { files: [{ path: "etc/", secret: "a" }] },
      'files[0].path is "etc/"; use a path such as /etc/shop, that begins with a slash and has no colon, and no slash at its end',
    ],
    [{ files: [{ path: "/a", content: {} }] }, "files[0].content is empty; give at least one file"],
    [
      { files: [{ path: "/a", content: { "b/c": "" } }] },
      'files[0].content["b/c"] is not a valid key; use 1 to 253 letters, digits, hyphens, underscores and dots',
    ],
    [
      { files: [{ path: "/a", content: { b: "", c: "" }, subPath: "d" }] },
      'files[0].subPath is "d", which content does not have; use b or c',
    ],
    [
      { files: [{ path: "/a", content: { b: "" }, items: { b: "c" } }] },
      "files[0].items is for configMap and secret; leave it out, as content has the names of its files",
    ],
    [
      { files: [{ path: "/a", secret: "s", items: { b: "../c" } }] },
      'files[0].items.b is "../c"; use a path below the folder, such as server/cert.pem, without .. and colon',
    ],
    [
      { files: [{ path: "/a", secret: "s", mode: "644" }] },
      'files[0].mode is "644"; use a 0 and three octal digits, such as 0644',
    ],
    [
      { files: [{ path: "/tmp", secret: "s" }] },
      'writablePaths[0] is "/tmp", as is files[0].path; name it once',
    ],
    [{ writablePaths: ["/a", "/a"] }, 'writablePaths[1] is "/a", as is writablePaths[0]; name it once'],
    [
      { healthCheck: { path: "healthz" } },
      'healthCheck.path is "healthz"; use a path that begins with / and has no space',
    ],
    [{ healthCheck: { protocol: "UDP" } }, 'healthCheck.protocol is "UDP"; use one of HTTP, HTTPS, TCP'],
    [{ probes: { startup: true } }, "probes.startup is true; use false, or a mapping"],
    [
      { probes: { readiness: { protocol: "UDP" } } },
      'probes.readiness.protocol is "UDP"; use one of HTTP, HTTPS, TCP, GRPC',
    ],
    [{ probes: { readiness: { command: [] } } }, "probes.readiness.command is empty; name a program"],
    [
      { probes: { readiness: { command: ["true"], port: 80 } } },
      "probes.readiness.command is beside port, which is for a request; leave one of the two out",
    ],
    [{ security: { allowRoot: "yes" } }, 'security.allowRoot is "yes"; use true or false'],
    [
      { security: { addCapabilities: ["CAP_CHOWN"] } },
      'security.addCapabilities[0] is "CAP_CHOWN"; use a capability such as NET_BIND_SERVICE, without CAP_',
    ],
    [
      { serviceAccount: { name: "Shop" } },
      'serviceAccount.name is "Shop"; use 1 to 253 lower-case letters, digits, hyphens and dots, the first and the last a letter or digit',
    ],
    [
      { serviceAccount: { policies: { a: "{}" } } },
      "serviceAccount.policies is for the role that identity gives; set identity, or leave it out",
    ],
    [
      { serviceAccount: { identity } },
      "serviceAccount.clusterName is missing beside identity; name the EKS cluster",
    ],
    [
      { serviceAccount: { identity: { ...identity, oidcIssuer: "https://c" }, clusterName: "c" } },
      "serviceAccount.identity.oidcProviderArn and oidcIssuer belong together; give both or, with Pod Identity, none",
    ],
    [
      { serviceAccount: { identity, clusterName: "c", policies: { "a b": "{}" } } },
      'serviceAccount.policies["a b"] is not a valid key; use 1 to 128 letters, digits and any of _ + = , . @ -',
    ],
    [
      { serviceAccount: { identity, clusterName: "c", managedPolicyArns: ["p"] } },
      'serviceAccount.managedPolicyArns[0] is "p"; use the ARN of an IAM policy',
    ],
    [{ nodeSelector: { "a b": "c" } }, 'nodeSelector["a b"] is not a valid key; use a Kubernetes label key'],
    [
      { nodeSelector: { a: "b c" } },
      'nodeSelector.a is "b c"; use up to 63 letters, digits, hyphens, underscores and dots',
    ],
    [{ labels: { "a b": "c" } }, 'labels["a b"] is not a valid key; use a Kubernetes label key'],
    [
      { priorityClassName: "High" },
      'priorityClassName is "High"; use 1 to 253 lower-case letters, digits, hyphens and dots, the first and the last a letter or digit',
    ],
    [
      { targetGroupBinding: ["service-shop", "Service"] },
      'targetGroupBinding[1] is "Service"; use 1 to 253 lower-case letters, digits, hyphens and dots, the first and the last a letter or digit',
    ],
    [
      { autoscaling: { minReplicas: 2, maxReplicas: 9 }, podDisruptionBudget: { minAvailable: 2 } },
      "podDisruptionBudget.minAvailable is 2, which never lets the 2 pods go, so that their nodes cannot be drained; lower it, or use maxUnavailable",
    ],
  ])("%j", (args, problem) => {
    expect(problems(args)).toEqual([problem]);
  });

  it("is said all at once, and without what is secret", async () => {
    const message = await refusalOf(
      () =>
        new App("shop", {
          ...shop,
          image: "My Image",
          port: 0,
          env: { "": pulumi.secret("hunter2") },
          files: [{ path: "/a", content: { "/": pulumi.secret("hunter2") } }],
        }),
    );
    expect(message).toBe(`App "shop" has 4 problems:
  - image is "My Image"; use the name of an image such as registry.example.com/nginx:1.31
  - port is 0; use a whole number from 1 to 65535
  - env[""] is not a name of a variable; use 1 to 253 letters, digits, underscores, dots and hyphens, the first a letter or underscore
  - files[0].content["/"] is not a valid key; use 1 to 253 letters, digits, hyphens, underscores and dots`);
  });
});
