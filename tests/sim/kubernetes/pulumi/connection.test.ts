/** Which cluster a provider talks to, and with which identity. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { eksState } from "../../../../sim/aws/eks/state.ts";
import { connect, ClusterUnreachable } from "../../../../sim/kubernetes/pulumi/connection.ts";
import type { ProviderConfig } from "../../../../sim/core/resource-type.ts";
import { createRole, trust } from "../../aws/iam/support.ts";
import { newWorld, Resource, type World } from "./world.ts";

let world: World;

beforeEach(() => {
  world = newWorld({ nodes: 0 });
});

interface Kubeconfig {
  clusters: { name: string; cluster: { server: string } }[];
  contexts: { name: string; context: { cluster: string; user: string; namespace?: string } }[];
  "current-context": string;
  users: {
    name: string;
    user: {
      exec?: { command: string; args: string[]; env?: { name: string; value: string }[] };
      token?: string;
    };
  }[];
}

/** The world's provider with changes of its kubeconfig. */
function provider(change: (kubeconfig: Kubeconfig) => void, options: ProviderConfig = {}): ProviderConfig {
  const kubeconfig = JSON.parse(String(world.provider["kubeconfig"])) as Kubeconfig;
  change(kubeconfig);
  return { kubeconfig: JSON.stringify(kubeconfig), ...options };
}

function refusal(config: ProviderConfig): string {
  try {
    connect(world.cloud, config);
  } catch (error) {
    if (error instanceof ClusterUnreachable) return error.message;
    throw error;
  }
  throw new Error("connected");
}

const NO_SCHEMA = "unable to load schema information from the API server: ";
const NO_CONFIG =
  "unable to load Kubernetes client configuration from kubeconfig file. Make sure you have: \n\n \t • set up the provider as per https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/ \n\n ";

describe("the kubeconfig", () => {
  it("names the cluster by its server, in JSON, YAML or as an object", () => {
    const kubeconfig = JSON.parse(String(world.provider["kubeconfig"])) as Kubeconfig;
    const server = kubeconfig.clusters[0]!.cluster.server;
    const yaml = `
apiVersion: v1
kind: Config
current-context: c
clusters: [{ name: k, cluster: { server: "${server}" } }]
contexts: [{ name: c, context: { cluster: k, user: u, namespace: game } }]
users: [{ name: u, user: { exec: { command: aws, args: [eks, get-token, --cluster-name, myeks] } } }]
`;
    expect(connect(world.cloud, { kubeconfig }).cluster).toBe(world.cluster);
    expect(connect(world.cloud, { kubeconfig: yaml })).toEqual({
      cluster: world.cluster,
      defaultNamespace: "game",
    });
  });

  it("may hold several contexts, of which the provider chooses", () => {
    const several = (options: ProviderConfig) =>
      provider((config) => {
        config.contexts.unshift({ name: "other", context: { cluster: "gone", user: "aws" } });
        config.clusters.push({ name: "gone", cluster: { server: "https://gone.example" } });
        config["current-context"] = "other";
      }, options);
    expect(refusal(several({}))).toBe(
      `${NO_SCHEMA}Get "https://gone.example/openapi/v2?timeout=32s": dial tcp: lookup gone.example: no such host`,
    );
    expect(connect(world.cloud, several({ context: "aws" })).cluster).toBe(world.cluster);
    expect(connect(world.cloud, several({ cluster: "kubernetes" })).cluster).toBe(world.cluster);
  });

  it.each([
    [
      "is missing",
      {},
      `${NO_CONFIG}invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable`,
    ],
    [
      "is not a kubeconfig",
      { kubeconfig: '{"clusters": 3}' },
      /^failed to parse kubeconfig data in `kubernetes:config:kubeconfig`- couldn't get version\/kind; json parse error: /,
    ],
    [
      "is not YAML",
      { kubeconfig: "{" },
      /^failed to parse kubeconfig data in `kubernetes:config:kubeconfig`- /,
    ],
  ])("%s", (_name, config, message) => {
    if (typeof message === "string") expect(refusal(config)).toBe(message);
    else expect(refusal(config)).toMatch(message);
  });

  it("must have what its context names", () => {
    expect(refusal({ ...world.provider, context: "none" })).toBe(`${NO_CONFIG}context "none" does not exist`);
    expect(refusal({ ...world.provider, cluster: "none" })).toBe(`${NO_CONFIG}cluster "none" does not exist`);
    expect(refusal(provider((config) => (config.users = [])))).toBe(
      `${NO_CONFIG}auth info "aws" does not exist`,
    );
  });
});

describe("access", () => {
  const withArguments = (args: string[]) =>
    provider((config) => {
      config.users[0]!.user.exec!.args = args;
    });
  const token = ["eks", "get-token", "--cluster-name", "myeks"];

  it("is refused to whom no access entry names", () => {
    createRole(world.cloud, "dev", trust({ AWS: world.cloud.administrator.arn }));
    const config = withArguments([...token, "--role", "arn:aws:iam::123456789012:role/dev"]);
    expect(refusal(config)).toBe(`${NO_SCHEMA}the server has asked for the client to provide credentials`);
  });

  it("is given to a role with an entry and the policy of administrators", () => {
    const { cloud } = world;
    createRole(cloud, "dev", trust({ AWS: cloud.administrator.arn }));
    const entry = { clusterName: "myeks", principalArn: "arn:aws:iam::123456789012:role/dev" };
    const config = withArguments([...token, "--role", entry.principalArn]);
    cloud.call(cloud.administrator, "eks", "CreateAccessEntry", entry);
    expect(refusal(config)).toMatch(/forbidden: User ".*" cannot get path "\/openapi\/v2"$/);
    cloud.call(cloud.administrator, "eks", "AssociateAccessPolicy", {
      ...entry,
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
    });
    expect(connect(cloud, config).cluster).toBe(world.cluster);
  });

  it("needs a role that the administrator may assume", () => {
    createRole(world.cloud, "dev", trust({ Service: "ec2.amazonaws.com" }));
    const config = withArguments([...token, "--role", "arn:aws:iam::123456789012:role/dev"]);
    expect(refusal(config)).toMatch(/getting credentials: exec: executable aws failed with exit code 254$/);
  });

  it("is refused to another profile than that of the cluster's creator", () => {
    expect(refusal(withArguments([...token, "--profile", "prod"]))).toBe(
      `${NO_SCHEMA}the server has asked for the client to provide credentials`,
    );
    expect(connect(world.cloud, withArguments([...token, "--profile", "default"])).cluster).toBe(
      world.cluster,
    );
  });

  it("is given to a profile with an entry, on the command line before the environment", () => {
    const { cloud } = world;
    const entry = { clusterName: "myeks", principalArn: "arn:aws:iam::123456789012:user/prod" };
    cloud.call(cloud.administrator, "eks", "CreateAccessEntry", entry);
    cloud.call(cloud.administrator, "eks", "AssociateAccessPolicy", {
      ...entry,
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
    });
    const withProfile = (args: string[], profile: string) =>
      provider((config) => {
        config.users[0]!.user.exec!.args = args;
        config.users[0]!.user.exec!.env = [{ name: "AWS_PROFILE", value: profile }];
      });
    expect(connect(cloud, withArguments([...token, "--profile", "prod"])).cluster).toBe(world.cluster);
    expect(connect(cloud, withProfile(token, "prod")).cluster).toBe(world.cluster);
    expect(refusal(withProfile([...token, "--profile", "dev"], "prod"))).toBe(
      `${NO_SCHEMA}the server has asked for the client to provide credentials`,
    );
  });

  it("is refused with the token of another cluster", () => {
    const config = withArguments(["eks", "get-token", "--cluster-name", "other"]);
    expect(refusal(config)).toBe(`${NO_SCHEMA}the server has asked for the client to provide credentials`);
  });

  it("with fixed credentials is not simulated", () => {
    const config = provider((kubeconfig) => {
      kubeconfig.users[0]!.user = { token: "abc" };
    });
    expect(() => connect(world.cloud, config)).toThrow("NotSimulated: kubeconfig");
  });
});

describe("a cluster that cannot be reached", () => {
  const NAMESPACE = "kubernetes:core/v1:Namespace";
  const game = { metadata: { name: "game" } };

  it("because its endpoint is private fails creation", () => {
    eksState(world.cloud).clusters.get("myeks").resourcesVpcConfig.endpointPublicAccess = false;
    expect(() => new Resource(world, NAMESPACE, "game").create(game)).toThrow(
      /^configured Kubernetes cluster is unreachable: unable to load schema information from the API server: Get "https:\/\/\S+\/openapi\/v2\?timeout=32s": dial tcp \S+:443: i\/o timeout$/,
    );
  });

  it.each([
    { inVpc: false, endpointPrivateAccess: true, answers: false },
    { inVpc: true, endpointPrivateAccess: true, answers: true },
    { inVpc: true, endpointPrivateAccess: false, answers: false },
  ])("$answers for inVpc $inVpc, private access $endpointPrivateAccess", ({ answers, inVpc, ...access }) => {
    const { cloud } = world;
    Object.assign(eksState(cloud).clusters.get("myeks").resourcesVpcConfig, {
      endpointPublicAccess: false,
      ...access,
    });
    Object.defineProperty(cloud, "inVpc", { value: inVpc });
    const attempt = () => connect(cloud, world.provider).cluster;
    if (answers) expect(attempt()).toBe(world.cluster);
    else expect(attempt).toThrow(/i\/o timeout$/);
  });

  describe("because it is gone", () => {
    const remedy =
      "If the cluster was deleted, you can remove this resource from Pulumi state by rerunning the operation with the " +
      'PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"';
    let namespace: Resource;

    beforeEach(() => {
      namespace = new Resource(world, NAMESPACE, "game").create(game);
      eksState(world.cloud).clusters.delete("myeks");
    });
    afterEach(() => {
      vi.unstubAllEnvs();
    });

    it("fails refresh and deletion", () => {
      expect(() => namespace.refresh()).toThrow(
        new RegExp(
          `^failed to read resource state due to unreachable cluster\\. ${remedy} \\(.*no such host\\)$`,
        ),
      );
      expect(() => namespace.delete()).toThrow(
        new RegExp(`^configured Kubernetes cluster is unreachable\\. ${remedy} \\(.*no such host\\)$`),
      );
    });

    it("takes its objects with it where the provider's args say so", () => {
      const provider = { ...world.provider, deleteUnreachable: true };
      const tolerant = new Resource({ ...world, provider }, NAMESPACE, "game");
      tolerant.delete();
      expect(tolerant.refresh()).toBe(false);
    });

    it("takes its objects with it where the environment says so, unless the args say otherwise", () => {
      vi.stubEnv("PULUMI_K8S_DELETE_UNREACHABLE", "true");
      namespace.delete();
      expect(namespace.refresh()).toBe(false);
      const provider = { ...world.provider, deleteUnreachable: false };
      expect(() => new Resource({ ...world, provider }, NAMESPACE, "game").refresh()).toThrow(remedy);
    });
  });
});

it.each([
  { enableServerSideApply: false },
  { enableConfigMapMutable: "true" },
  { renderYamlToDirectory: "out" },
  { upsertExistingObjects: true },
])("a provider with %j is not simulated", (option) => {
  const provider = { ...world.provider, ...option };
  const namespace = new Resource({ ...world, provider }, "kubernetes:core/v1:Namespace", "game");
  expect(() => namespace.create({ metadata: { name: "game" } })).toThrow(
    "NotSimulated: pulumi:providers:kubernetes",
  );
});
