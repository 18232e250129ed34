import { beforeEach, describe, expect, it } from "vitest";
import type { MetadataOptions } from "../../../../../sim/aws/ec2/records.ts";
import type { Caller } from "../../../../../sim/core/caller.ts";
import { ec2State } from "../../../../../sim/aws/ec2/state.ts";
import { eksState } from "../../../../../sim/aws/eks/state.ts";
import type { KubernetesCluster } from "../../../../../sim/kubernetes/cluster.ts";
import { clustersOf } from "../../../../../sim/kubernetes/clusters.ts";
import type { Pod } from "../../../../../sim/kubernetes/objects.ts";
import {
  makeCluster,
  makeNodegroup,
  makeRole,
  makeTemplate,
  makeWorld,
  refusal,
  type World,
} from "../world.ts";

const AUDIENCE = "sts.amazonaws.com";
const ROLE = "arn:aws:iam::123456789012:role/app";

let world: World;
beforeEach(() => {
  world = makeWorld();
});

/** A cluster of one node. */
function start(MetadataOptions: MetadataOptions = {}): void {
  makeCluster(world);
  makeNodegroup(world, {
    scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
    launchTemplate: { id: makeTemplate(world, { MetadataOptions }) },
  });
}

function kubernetes(): KubernetesCluster {
  const found = clustersOf(world.cloud).get("myeks");
  if (found === undefined) throw new Error("no cluster");
  return found;
}

/** The OIDC provider of the cluster, and a role that trusts `subject` of it. */
function makeWebIdentityRole(subject: string): void {
  const { cloud } = world;
  const { issuer } = eksState(cloud).clusters.get("myeks").identity.oidc;
  const { OpenIDConnectProviderArn } = cloud.call(cloud.administrator, "iam", "CreateOpenIDConnectProvider", {
    Url: issuer,
    ClientIDList: [AUDIENCE],
  });
  const name = issuer.replace("https://", "");
  cloud.call(cloud.administrator, "iam", "CreateRole", {
    RoleName: "app",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: OpenIDConnectProviderArn },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: { [`${name}:sub`]: subject, [`${name}:aud`]: AUDIENCE } },
        },
      ],
    }),
  });
}

/** Runs a pod of the service account `default/app` for a minute. */
function run(annotations: Record<string, string> = {}, spec: object = {}): Pod {
  const { api } = kubernetes();
  api.create({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "app", namespace: "default", annotations },
  });
  api.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "app", namespace: "default" },
    spec: { serviceAccountName: "app", containers: [{ name: "app", image: "nginx" }], ...spec },
  });
  world.cloud.clock.advance(60_000);
  return api.get("v1/Pod", "default", "app") as Pod;
}

function credentials(pod: Pod): Caller {
  const { podCredentials } = kubernetes();
  if (podCredentials === undefined) throw new Error("no credentials");
  return podCredentials.credentials(pod);
}

/** The pod's environment, without what others put there. */
function environment(pod: Pod): Record<string, string | undefined> {
  return Object.fromEntries((pod.spec.containers[0]?.env ?? []).map(({ name, value }) => [name, value]));
}

const region = {
  AWS_DEFAULT_REGION: "ap-northeast-2",
  AWS_REGION: "ap-northeast-2",
  AWS_STS_REGIONAL_ENDPOINTS: "regional",
};

describe("a pod whose service account names a role", () => {
  const annotations = { "eks.amazonaws.com/role-arn": ROLE };

  it("gets the role's ARN and a token for STS", () => {
    start();
    const pod = run(annotations);
    expect(environment(pod)).toEqual({
      ...region,
      AWS_ROLE_ARN: ROLE,
      AWS_WEB_IDENTITY_TOKEN_FILE: "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
    });
    expect(pod.spec.volumes?.find(({ name }) => name === "aws-iam-token")).toMatchObject({
      projected: {
        sources: [{ serviceAccountToken: { audience: AUDIENCE, expirationSeconds: 86_400, path: "token" } }],
      },
    });
    expect(pod.spec.containers[0]?.volumeMounts).toContainEqual({
      name: "aws-iam-token",
      mountPath: "/var/run/secrets/eks.amazonaws.com/serviceaccount",
      readOnly: true,
    });
  });

  it("calls AWS as a session of the role", () => {
    start();
    makeWebIdentityRole("system:serviceaccount:default:app");
    expect(credentials(run(annotations))).toMatchObject({
      kind: "session",
      roleName: "app",
      arn: expect.stringMatching(/^arn:aws:sts::123456789012:assumed-role\/app\/\d{19}$/) as string,
    });
  });

  it("asks STS once an hour", () => {
    start();
    makeWebIdentityRole("system:serviceaccount:default:app");
    const pod = run(annotations);
    const { cloud } = world;
    cloud.journal.clear();
    const asked = () => cloud.journal.entries().filter(({ service }) => service === "sts").length;
    credentials(pod);
    cloud.clock.advance(50 * 60_000);
    credentials(pod);
    expect(asked()).toBe(1);
    cloud.clock.advance(10 * 60_000);
    credentials(pod);
    expect(asked()).toBe(2);
  });

  it.each([
    ["another service account", "system:serviceaccount:default:other"],
    ["another namespace", "system:serviceaccount:game:app"],
  ])("is refused by a role that trusts %s", (_what, subject) => {
    start();
    makeWebIdentityRole(subject);
    const pod = run(annotations);
    expect(refusal(() => credentials(pod))).toBe(
      "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity",
    );
  });

  it("is refused in an account that does not know the cluster's issuer", () => {
    start();
    const pod = run(annotations);
    const { issuer } = eksState(world.cloud).clusters.get("myeks").identity.oidc;
    expect(refusal(() => credentials(pod))).toBe(
      `InvalidIdentityToken: No OpenIDConnect provider found in your account for ${issuer}`,
    );
  });

  it("is refused with a token for another audience", () => {
    start();
    makeWebIdentityRole("system:serviceaccount:default:app");
    const pod = run({ ...annotations, "eks.amazonaws.com/audience": "other" });
    expect(refusal(() => credentials(pod))).toBe("InvalidIdentityToken: Incorrect token audience");
  });
});

describe("a pod whose service account has a Pod Identity association", () => {
  function associate(actions = ["sts:AssumeRole", "sts:TagSession"], effectiveAfterMs = 10_000): void {
    const { cloud } = world;
    const roleArn = makeRole(cloud, "app", "pods.eks.amazonaws.com", [], actions);
    cloud.call(cloud.administrator, "eks", "CreatePodIdentityAssociation", {
      clusterName: "myeks",
      namespace: "default",
      serviceAccount: "app",
      roleArn,
    });
    cloud.clock.advance(effectiveAfterMs);
  }

  it.each([
    { seconds: 9, told: false },
    { seconds: 10, told: true },
  ])("is told of the agent $seconds s after the association was made: $told", ({ seconds, told }) => {
    start();
    associate(["sts:AssumeRole", "sts:TagSession"], seconds * 1000);
    expect("AWS_CONTAINER_CREDENTIALS_FULL_URI" in environment(run())).toBe(told);
  });

  function installAgent(): void {
    const { cloud } = world;
    const request = { clusterName: "myeks", addonName: "eks-pod-identity-agent" };
    cloud.call(cloud.administrator, "eks", "CreateAddon", request);
    cloud.clock.advance(60_000);
  }

  it("is told of the agent, even if the service account names a role as well", () => {
    start();
    associate();
    expect(environment(run({ "eks.amazonaws.com/role-arn": ROLE }))).toEqual({
      ...region,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE:
        "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials",
    });
  });

  it("calls AWS as a session of the role", () => {
    start();
    installAgent();
    associate();
    const pod = run();
    expect(credentials(pod)).toEqual({
      kind: "session",
      roleName: "app",
      arn: `arn:aws:sts::123456789012:assumed-role/app/eks-myeks-app-${pod.metadata.uid}`,
    });
  });

  it("gets nothing while there is no agent", () => {
    start();
    associate();
    const pod = run();
    expect(() => credentials(pod)).toThrow(
      new Error(
        'failed to load credentials, exceeded maximum number of attempts, 3, request send failed, Get "http://169.254.170.23/v1/credentials": dial tcp 169.254.170.23:80: connect: connection refused',
      ),
    );
  });

  it("gets nothing from a role that does not let EKS tag the session", () => {
    start();
    installAgent();
    associate(["sts:AssumeRole"]);
    const pod = run();
    expect(refusal(() => credentials(pod))).toBe(
      "AccessDeniedException: Unauthorized Exception! EKS does not have permissions to assume the associated role.",
    );
  });

  it("gets nothing once the association is gone", () => {
    start();
    installAgent();
    associate();
    const pod = run();
    const { cloud } = world;
    const [association] = eksState(cloud).podIdentityAssociations.values();
    cloud.call(cloud.administrator, "eks", "DeletePodIdentityAssociation", {
      clusterName: "myeks",
      associationId: association?.associationId ?? "",
    });
    expect(refusal(() => credentials(pod))).toBe(
      "ResourceNotFoundException: The association for service account app in namespace default is not found",
    );
  });
});

describe("a pod without a role of its own", () => {
  it("is left as it is", () => {
    start();
    expect(environment(run())).toEqual({});
  });

  it("calls AWS as its node", () => {
    start();
    const [instance] = ec2State(world.cloud).instances.values();
    expect(credentials(run())).toEqual({
      kind: "session",
      roleName: "nodes",
      arn: `arn:aws:sts::123456789012:assumed-role/nodes/${instance?.InstanceId}`,
    });
  });

  const outOfReach = new Error(
    "no EC2 IMDS role found, operation error ec2imds: GetMetadata, canceled, context deadline exceeded",
  );

  it("gets nothing where the hop limit keeps it from the metadata service", () => {
    start({ HttpTokens: "required", HttpPutResponseHopLimit: 1 });
    const pod = run();
    expect(() => credentials(pod)).toThrow(outOfReach);
  });

  it("gets nothing where the metadata service is off", () => {
    start({ HttpEndpoint: "disabled" });
    // No node joins: the network plugin has no credentials either.
    expect(eksState(world.cloud).nodegroups.values()[0]?.status).toBe("CREATE_FAILED");
  });

  it("calls AWS as its node all the same with the node's network, or where IMDSv1 is on", () => {
    start({ HttpTokens: "required", HttpPutResponseHopLimit: 1 });
    expect(credentials(run({}, { hostNetwork: true })).kind).toBe("session");
    world = makeWorld();
    start({ HttpTokens: "optional", HttpPutResponseHopLimit: 1 });
    expect(credentials(run()).kind).toBe("session");
  });
});

describe("the instance metadata service", () => {
  const read = (pod: Pod, path: string) => kubernetes().podCredentials?.instanceMetadata(pod, path);

  it("tells where the instance is", () => {
    start();
    const pod = run();
    const mac = read(pod, "mac") ?? "";
    expect(mac).toMatch(/^06(:[0-9a-f]{2}){5}$/);
    expect(read(pod, `network/interfaces/macs/${mac}/vpc-id`)).toBe(world.vpcId);
    expect(read(pod, "placement/availability-zone")).toBe("ap-northeast-2a");
    expect(JSON.parse(read(pod, "dynamic/instance-identity/document") ?? "")).toMatchObject({
      region: "ap-northeast-2",
      instanceType: "t3.medium",
    });
  });

  it("does not answer beyond the hop limit, in the SDK's words", () => {
    start({ HttpPutResponseHopLimit: 1 });
    const pod = run();
    expect(() => read(pod, "mac")).toThrow(
      new Error("operation error ec2imds: GetMetadata, canceled, context deadline exceeded"),
    );
    expect(() => read(pod, "dynamic/instance-identity/document")).toThrow(
      new Error("operation error ec2imds: GetRegion, canceled, context deadline exceeded"),
    );
  });
});
