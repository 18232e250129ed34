/** Values of keys that hold a secret are secret wherever they go, and no message shows them. */
import { describe, expect, it } from "vitest";
import type { ConfigValue } from "../../../fleet/project/project.ts";
import { ConfigError, loadStackConfig } from "../../../stacks/config/config.ts";
import { deployStack } from "../../../stacks/index.ts";
import { runProgram, type ProgramRun } from "../../support/pulumi-program.ts";
import { stackCloud } from "../../support/stack-cloud.ts";
import { configure } from "../../support/stack-config.ts";

type Changes = Readonly<Record<string, ConfigValue>>;

const SECRET = "[secret]";

const SCRIPT = "#!/bin/bash\necho hunter2\n";

const deploy = (changes: Changes, secretKeys: readonly string[]): Promise<ProgramRun<unknown>> =>
  runProgram(() => {
    configure("cluster1", changes, secretKeys);
    return deployStack();
  }, stackCloud);

const problems = async (changes: Changes, secretKeys: readonly string[]): Promise<readonly string[]> => {
  const { result } = await runProgram(() => {
    configure("cluster1", changes, secretKeys);
    try {
      loadStackConfig();
      return [];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.problems.map(({ path, reason }) => `${path} ${reason}`);
    }
  });
  return result;
};

describe("secret tags", () => {
  const tags = { owner: "hunter2" };

  it("are secret in every resource and hide nothing else", async () => {
    const { resources, shown } = await deploy({ tags }, ["tags"]);
    const tagged = resources.filter(({ inputs }) => JSON.stringify(inputs).includes("hunter2"));
    expect(tagged.length).toBeGreaterThanOrEqual(15);
    expect(tagged.filter(({ name }) => JSON.stringify(shown(name)).includes("hunter2"))).toEqual([]);
    expect(shown("myeks-vpc")["tags"]).toEqual({ owner: SECRET });
    expect(shown("myeks-ng-launch-template")).toMatchObject({
      tags: { owner: SECRET, Name: "myeks-ng" },
      tagSpecifications: [
        { resourceType: "instance", tags: { owner: SECRET, Name: "myeks-ng" } },
        { resourceType: "volume", tags: { owner: SECRET, Name: "myeks-ng" } },
      ],
    });
    expect(shown("myeks-lbc-release")["values"]).toMatchObject({ defaultTags: { owner: SECRET } });
    expect(shown("myeks-ingress-ingress")["metadata"]).toMatchObject({
      name: "ingress-2048",
      annotations: {
        "alb.ingress.kubernetes.io/scheme": "internet-facing",
        "alb.ingress.kubernetes.io/tags": SECRET,
      },
    });
  });

  it("are plain where the key is", async () => {
    const { shown } = await deploy({ tags }, []);
    expect(shown("myeks-vpc")["tags"]).toEqual(tags);
  });
});

describe("a node group with a secret", () => {
  const nodeGroups = [
    {
      name: "ng",
      labels: { tier: "primary" },
      taints: [{ key: "only", value: "web", effect: "PREFER_NO_SCHEDULE" }],
      keyName: "ssh",
      initScript: SCRIPT,
    },
  ];

  it("keeps script, labels and taints secret; names, sizes and choices are plain", async () => {
    const { shown } = await deploy({ nodeGroups }, ["nodeGroups"]);
    expect(shown("myeks-ng-launch-template")).toMatchObject({ userData: SECRET, keyName: "ssh" });
    expect(shown("myeks-ng")).toMatchObject({
      labels: { tier: SECRET },
      taints: [{ key: "only", value: SECRET, effect: "PREFER_NO_SCHEDULE" }],
      scalingConfig: { desiredSize: 3, minSize: 2, maxSize: 5 },
      instanceTypes: ["t3.medium"],
    });
  });

  it("gives nodes the same user data as a plain one", async () => {
    const plain = await deploy({ nodeGroups }, []);
    const secret = await deploy({ nodeGroups }, ["nodeGroups"]);
    expect(userData(secret)).toBe(userData(plain));
    expect(Buffer.from(userData(plain), "base64").toString()).toContain(SCRIPT);
  });

  const userData = ({ resource }: ProgramRun<unknown>): string => {
    const { userData: text } = resource("myeks-ng-launch-template").inputs as {
      userData: string | { value: string };
    };
    return typeof text === "string" ? text : text.value;
  };
});

describe("a page with a secret heading", () => {
  const app = { content: { type: "colour-page", heading: "Only for us", colour: "white", cluster: "c1" } };

  it("is secret, and has the name of a plain one", async () => {
    const plain = await deploy({ app }, []);
    const { resource, shown } = await deploy({ app }, ["app"]);
    const { metadata } = plain.resource("myeks-app-page").inputs as { metadata: { name: string } };
    expect(shown("myeks-app-page")).toEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: metadata.name, namespace: "game-2048" },
      immutable: true,
      data: {
        "default.conf": (plain.resource("myeks-app-page").inputs as { data: Record<string, string> }).data[
          "default.conf"
        ],
        "index.html": SECRET,
      },
    });
    expect(shown("myeks-app-deployment")).toEqual(plain.shown("myeks-app-deployment"));
    expect(resource("myeks-app-page").inputs).toMatchObject({
      data: { value: plain.resource("myeks-app-page").inputs["data"] },
    });
  });
});

describe("an application with secrets", () => {
  const apps = {
    "2048": {
      image: "registry.example.com/shop:1",
      command: ["/shop"],
      env: {
        TOKEN: "hunter2",
        POD_IP: { fieldRef: "status.podIP" },
        PASSWORD: { secret: "db", key: "password" },
      },
      files: [{ path: "/etc/shop", content: { "shop.conf": "token = hunter2\n" } }],
    },
  };

  /** Resources that have the secret, by type and what state and previews show of it. */
  const holders = ({ resources, shown }: ProgramRun<unknown>) =>
    resources
      .filter(({ inputs }) => JSON.stringify(inputs).includes("hunter2"))
      .map(({ type, name }) => ({ type, name, isShown: JSON.stringify(shown(name)).includes("hunter2") }));

  it("has its variables and files in Secrets, and outputs show none", async () => {
    const run = await deploy({ app: {}, apps }, ["apps"]);
    expect(holders(run)).toEqual([
      { type: "kubernetes:core/v1:Secret", name: "myeks-app-env", isShown: false },
      { type: "kubernetes:core/v1:Secret", name: "myeks-app-files-0", isShown: false },
    ]);
    expect(run.shown("myeks-app-env")["stringData"]).toEqual(SECRET);
    expect(run.shown("myeks-app-deployment")).toMatchObject({
      spec: { template: { spec: { containers: [{ image: "registry.example.com/shop:1" }] } } },
    });
    expect(JSON.stringify(run.result)).not.toContain("hunter2");
  });

  it("has in a Secret what its stack sets, and the other values as they are", async () => {
    const { env } = apps["2048"];
    const plain = {
      "2048": { ...apps["2048"], files: [], env: { ...env, TOKEN: "none", LOG_LEVEL: "info" } },
    };
    const run = await deploy(
      { app: {}, apps: plain, appOverrides: { "2048": { env: { TOKEN: "hunter2" } } } },
      ["appOverrides"],
    );
    expect(holders(run)).toEqual([
      { type: "kubernetes:core/v1:Secret", name: "myeks-app-env", isShown: false },
    ]);
    expect(JSON.stringify(run.shown("myeks-app-deployment"))).toContain(
      '{"name":"LOG_LEVEL","value":"info"}',
    );
  });
});

describe("other keys with a secret", () => {
  it("keep the configuration of an add-on secret", async () => {
    const addons = {
      coredns: { version: "v1.0.0-eksbuild.1", configuration: { resources: { limits: { cpu: 1 } } } },
    };
    const { shown } = await deploy({ addons }, ["addons"]);
    expect(shown("myeks-coredns")).toMatchObject({
      addonVersion: "v1.0.0-eksbuild.1",
      configurationValues: SECRET,
    });
    expect(shown("myeks-kube-proxy")["configurationValues"]).toBeUndefined();
  });

  it("keep descriptions of rules and the path of the health check secret", async () => {
    const rule = {
      description: "hunter2",
      protocol: "tcp",
      fromPort: 22,
      toPort: 22,
      cidrBlocks: ["10.0.0.0/8"],
    };
    const { shown } = await deploy(
      {
        nodeSecurityGroupRules: [rule],
        ingress: { healthCheck: { path: "/hunter2" }, inboundCidrs: ["10.0.0.0/8"] },
      },
      ["nodeSecurityGroupRules", "ingress"],
    );
    expect(shown("myeks-node-security-group")["ingress"]).toEqual([{ ...rule, description: SECRET }]);
    expect(shown("myeks-ingress-ingress")["metadata"]).toMatchObject({
      annotations: {
        "alb.ingress.kubernetes.io/healthcheck-path": SECRET,
        "alb.ingress.kubernetes.io/inbound-cidrs": "10.0.0.0/8",
      },
    });
  });
});

describe("an identifier", () => {
  it.each(["role", "clusterName", "namespace", "kubernetesVersion"])(
    "is refused as a secret: %s",
    async (key) => {
      expect(await problems({}, [key])).toEqual([
        `${key} is a secret, but names, tags and outputs show it; set it without --secret: ` +
          `pulumi config set project:${key} <value>`,
      ]);
    },
  );

  it("is refused as the region, and its value is not shown", async () => {
    expect(await problems({ "aws:region": "hunter2" }, ["aws:region"])).toEqual([
      "aws:region is [secret]; use a region such as ap-northeast-2",
      "aws:region is a secret, but names, tags and outputs show it; set it without --secret: " +
        "pulumi config set aws:region <value>",
    ]);
  });
});

describe("messages", () => {
  const long = `${"x".repeat(300)}hunter2`;

  it.each<[string, Changes, string[]]>([
    [
      "tags",
      { tags: { owner: "a*b", other: `${long}*` } },
      [
        'tags["owner"] is [secret]; use up to 256 letters, digits, spaces and any of _ . : / = + - @',
        'tags["other"] is [secret]; use up to 256 letters, digits, spaces and any of _ . : / = + - @',
      ],
    ],
    ["tags", { tags: "hunter2" }, ["tags is [secret], a text; use a mapping"]],
    ["tags", { tags: "secret" }, ["tags is [secret], a text; use a mapping"]],
    [
      "nodeGroups",
      { nodeGroups: [{ initScript: `#!/bin/bash\n${"echo hunter2\n".repeat(5_000)}`, maxPods: "5" }] },
      [
        "nodeGroups[0].maxPods is [secret], a text; use a number",
        "nodeGroups[0].initScript has 65012 bytes; use 12288 or fewer, as EC2 takes 16 KiB of user data and EKS adds its own, " +
          "or fetch the rest from the script",
      ],
    ],
    ["tags", { tags: { owner: 5 } }, ["tags.owner is [secret], a number; use a text"]],
    [
      "nodeGroups",
      { nodeGroups: [{ name: "a b", initScript: long, count: 9, maxSize: 8 }] },
      [
        "nodeGroups[0].name is [secret]; use letters, digits, hyphens and underscores, the first a letter or digit",
        "nodeGroups[0].initScript is [secret]; use a script whose first line names its shell, as #!/bin/bash",
        "nodeGroups[0].count is [secret], more than maxSize [secret]; lower it or raise maxSize",
      ],
    ],
    [
      "vpc",
      { vpc: { publicSubnetCidrBlocks: ["192.168.0.0/22", "192.168.0.0/22", "192.168.4.0/22"] } },
      [
        "vpc.publicSubnetCidrBlocks[1] is [secret], which overlaps publicSubnetCidrBlocks[0], [secret]; use blocks apart",
      ],
    ],
  ])("name the path in place of a value of %s", async (key, changes, expected) => {
    expect(await problems(changes, [key])).toEqual(expected);
  });
});
