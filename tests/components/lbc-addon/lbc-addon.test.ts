import * as aws from "@pulumi/aws";
import { describe, expect, it } from "vitest";
import {
  LbcAddon,
  lbcPolicy,
  type LbcAddonArgs,
  type LbcVersion,
} from "../../../components/lbc-addon/index.ts";
import { refusalOf, runProgram, summary, valueOf } from "../../support/pulumi-program.ts";

const issuer = "https://oidc.eks.ap-northeast-2.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";
const args: LbcAddonArgs = {
  clusterName: "myeks",
  region: "ap-northeast-2",
  vpcId: "vpc-0123456789abcdef0",
  backendSecurityGroupId: "sg-0123456789abcdef0",
  identity: {
    type: "irsa",
    oidcIssuer: issuer,
    oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/x",
  },
};

async function addon(overrides: Partial<LbcAddonArgs> = {}) {
  const run = await runProgram(() => new LbcAddon("lbc", { ...args, ...overrides }), {
    outputs: ({ type, name }) =>
      type.startsWith("aws:iam/") ? { name, arn: `arn:aws:iam::123456789012:${name}` } : {},
  });
  return { ...run, controller: run.result };
}

describe("LbcAddon", () => {
  it("makes CRDs, identity, release and IngressClass, each after what it needs", async () => {
    const { resources } = await addon();
    expect(resources.slice(1).map(summary).toSorted()).toEqual([
      "aws:iam/policy:Policy lbc-policy",
      "aws:iam/role:Role lbc-role",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment lbc-role-policy after lbc-policy, lbc-role",
      "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition lbc-crd-ingressclassparams",
      "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition lbc-crd-targetgroupbindings",
      "kubernetes:core/v1:ServiceAccount lbc-service-account after lbc-role",
      "kubernetes:helm.sh/v3:Release lbc-release after lbc-crd-ingressclassparams, lbc-crd-targetgroupbindings, lbc-role, lbc-role-policy, lbc-service-account",
      "kubernetes:networking.k8s.io/v1:IngressClass lbc-ingress-class after lbc-release",
    ]);
    expect(new Set(resources.slice(1).map(({ parent }) => parent))).toEqual(new Set(["lbc"]));
  });

  it("installs the chart with all that the controller would otherwise have to guess", async () => {
    const { resource } = await addon();
    expect(resource("lbc-release").inputs).toMatchObject({
      name: "aws-load-balancer-controller",
      namespace: "kube-system",
      chart: "aws-load-balancer-controller",
      version: "3.5.0",
      repositoryOpts: { repo: "https://aws.github.io/eks-charts" },
      skipCrds: true,
      values: {
        clusterName: "myeks",
        region: "ap-northeast-2",
        vpcId: "vpc-0123456789abcdef0",
        backendSecurityGroup: "sg-0123456789abcdef0",
        defaultTargetType: "ip",
        keepTLSSecret: true,
        enableServiceMutatorWebhook: false,
        serviceAccount: { create: false, name: "aws-load-balancer-controller" },
        createIngressClassResource: false,
        ingressClassParams: { create: false },
        replicaCount: 2,
        podDisruptionBudget: { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
        resources: { requests: { cpu: "100m", memory: "200Mi" }, limits: { memory: "500Mi" } },
      },
    });
    expect(resource("lbc-release").inputs).not.toHaveProperty("skipAwait");
    expect(resource("lbc-ingress-class").inputs).toMatchObject({
      metadata: { name: "alb" },
      spec: { controller: "ingress.k8s.aws/alb" },
    });
  });

  it("installs the release that it is told to", async () => {
    const { controller, resource } = await addon({ version: "3.4.3" });
    expect(resource("lbc-release").inputs["version"]).toBe("3.4.3");
    expect(await valueOf(controller.chartVersion)).toBe("3.4.3");
  });

  it("takes image and chart from elsewhere, and keeps a password secret that is given as none", async () => {
    const registry = "111122223333.dkr.ecr.ap-northeast-2.amazonaws.com";
    const closed = await addon({
      imageRepository: `${registry}/eks/aws-load-balancer-controller`,
      chartRepository: { url: `oci://${registry}/charts` },
    });
    const { chart, repositoryOpts, values } = closed.resource("lbc-release").inputs;
    expect({ chart, repositoryOpts }).toEqual({
      chart: `oci://${registry}/charts/aws-load-balancer-controller`,
    });
    expect(values).toMatchObject({ image: { repository: `${registry}/eks/aws-load-balancer-controller` } });
    const mirrored = await addon({
      chartRepository: { url: "https://charts.example.com", username: "reader", password: "hunter2" },
    });
    expect(mirrored.shown("lbc-release")).toMatchObject({
      chart: "aws-load-balancer-controller",
      repositoryOpts: { repo: "https://charts.example.com", username: "reader", password: "[secret]" },
    });
  });

  it("refuses addresses of another form, and credentials that Helm would not use", () => {
    const reasons = (changes: Partial<LbcAddonArgs>) =>
      LbcAddon.problems("lbc", { ...args, ...changes }).map(({ path, reason }) => `${path} ${reason}`);
    expect(
      reasons({ imageRepository: "registry.example.com/lbc:v3.5.0", chartRepository: { url: "charts" } }),
    ).toEqual([
      'imageRepository is "registry.example.com/lbc:v3.5.0"; use the name of a repository without a tag, such as registry.example.com/eks/controller',
      'chartRepository.url is "charts"; use the address of a chart repository, https://..., or a folder of a registry, oci://...',
    ]);
    expect(
      reasons({
        chartRepository: { url: "oci://registry.example.com/charts", username: "u", password: "p" },
      }),
    ).toEqual([
      "chartRepository.username has no effect on a registry; leave it out, and log in by helm registry login where Pulumi runs",
      "chartRepository.password has no effect on a registry; leave it out, and log in by helm registry login where Pulumi runs",
    ]);
    expect(reasons({ chartRepository: { url: "https://charts.example.com", username: "u" } })).toEqual([
      "chartRepository.password is missing beside username; give both",
    ]);
  });

  it("describes the policy alike in all releases, as another description makes another policy", async () => {
    const before = await addon({ version: "3.4.3" });
    const after = await addon({ version: "3.5.0" });
    expect(after.resource("lbc-policy").inputs).toEqual(before.resource("lbc-policy").inputs);
  });

  it("publishes what members and Ingresses need", async () => {
    const { controller } = await addon();
    expect(await valueOf(controller.policyArn)).toBe("arn:aws:iam::123456789012:lbc-policy");
    expect(await valueOf(controller.roleArn)).toBe("arn:aws:iam::123456789012:lbc-role");
    expect(await valueOf(controller.serviceAccountName)).toBe("aws-load-balancer-controller");
    expect(await valueOf(controller.ingressClassName)).toBe("alb");
    expect(await valueOf(controller.chartVersion)).toBe("3.5.0");
    expect(await valueOf(controller.ready.urn)).toContain("::lbc-ingress-class");
  });

  it("gives the service account its role by annotation", async () => {
    const { resource } = await addon();
    expect(resource("lbc-service-account").inputs["metadata"]).toEqual({
      name: "aws-load-balancer-controller",
      namespace: "kube-system",
      labels: { "app.kubernetes.io/name": "aws-load-balancer-controller" },
      annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:lbc-role" },
    });
  });

  it("gives the service account its role by association with Pod Identity", async () => {
    const { resource } = await addon({ identity: { type: "pod-identity" } });
    expect(resource("lbc-pod-identity")).toMatchObject({
      type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
      inputs: {
        clusterName: "myeks",
        namespace: "kube-system",
        serviceAccount: "aws-load-balancer-controller",
        roleArn: "arn:aws:iam::123456789012:lbc-role",
      },
      dependencies: ["lbc-role", "lbc-role-policy"],
    });
    expect(resource("lbc-release").dependencies).toContain("lbc-pod-identity");
    expect(resource("lbc-service-account").inputs["metadata"]).not.toHaveProperty("annotations");
    expect(trustedBy(resource("lbc-role").inputs)).toEqual(["ControllerPods"]);
    expect(resource("lbc-release").inputs["values"]).not.toHaveProperty("env");
  });

  /** Ids of the statements of a role's trust policy. */
  const trustedBy = (role: Readonly<Record<string, unknown>>) =>
    (JSON.parse(String(role["assumeRolePolicy"])) as { Statement: { Sid: string }[] }).Statement.map(
      ({ Sid }) => Sid,
    );

  it("trusts both ways where it knows the issuer, and lets the webhook choose with Pod Identity", async () => {
    const irsa = await addon();
    const podIdentity = await addon({ identity: { ...args.identity, type: "pod-identity" } });
    for (const { resource } of [irsa, podIdentity]) {
      expect(trustedBy(resource("lbc-role").inputs)).toEqual(["ControllerServiceAccount", "ControllerPods"]);
      expect(resource("lbc-service-account").inputs["metadata"]).toHaveProperty("annotations");
    }
    expect(podIdentity.resource("lbc-release").inputs["values"]).not.toHaveProperty("env");
  });

  it("has pods with IRSA that no association of Pod Identity leads astray", async () => {
    const { resource } = await addon();
    expect(resource("lbc-release").inputs["values"]).toMatchObject({
      env: {
        AWS_ROLE_ARN: "arn:aws:iam::123456789012:lbc-role",
        AWS_WEB_IDENTITY_TOKEN_FILE: "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
      },
      extraVolumes: [
        {
          name: "aws-iam-token",
          projected: {
            sources: [
              {
                serviceAccountToken: {
                  audience: "sts.amazonaws.com",
                  expirationSeconds: 86_400,
                  path: "token",
                },
              },
            ],
          },
        },
      ],
      extraVolumeMounts: [
        {
          name: "aws-iam-token",
          mountPath: "/var/run/secrets/eks.amazonaws.com/serviceaccount",
          readOnly: true,
        },
      ],
    });
  });

  it("refuses an issuer without its provider", async () => {
    expect(
      await refusalOf(
        () => new LbcAddon("lbc", { ...args, identity: { type: "pod-identity", oidcIssuer: issuer } }),
      ),
    ).toBe(
      'LbcAddon "lbc": ' +
        "identity.oidcProviderArn and oidcIssuer belong together; give both or, with Pod Identity, none",
    );
  });

  it("makes its identity without waiting for what its pods depend on", async () => {
    const { resources } = await runProgram(() => {
      const nodes = new aws.ec2.Vpc("nodes");
      return new LbcAddon("lbc", { ...args, identity: { type: "pod-identity" }, podsDependOn: [nodes] });
    });
    expect(
      resources.flatMap(({ name, dependencies }) => (dependencies.includes("nodes") ? [name] : [])),
    ).toEqual(["lbc-release"]);
  });

  it("states the policy for partition and VPC", async () => {
    const vpcArn = "arn:aws-cn:ec2:cn-north-1:123456789012:vpc/vpc-0123456789abcdef0";
    const { resource } = await addon({ partition: "aws-cn", restrictToVpcArn: vpcArn });
    expect(JSON.parse(String(resource("lbc-policy").inputs["policy"]))).toEqual(
      lbcPolicy({ partition: "aws-cn", nodeSecurityGroupVpcArn: vpcArn }),
    );
  });

  it("uses an existing policy instead of making one", async () => {
    const existingPolicyArn = "arn:aws:iam::123456789012:policy/lbc";
    const { controller, resources, resource } = await addon({ existingPolicyArn });
    expect(resources.filter(({ type }) => type === "aws:iam/policy:Policy")).toEqual([]);
    expect(resource("lbc-role-policy").inputs["policyArn"]).toBe(existingPolicyArn);
    expect(await valueOf(controller.policyArn)).toBe(existingPolicyArn);
  });

  it("runs one replica without disruption budget, tags what the controller makes, serves Services on demand", async () => {
    const { resource } = await addon({ replicas: 1, tags: { team: "platform" }, nlbServices: true });
    const values = resource("lbc-release").inputs["values"];
    expect(values).toMatchObject({
      replicaCount: 1,
      defaultTags: { team: "platform" },
      enableServiceMutatorWebhook: true,
    });
    expect(values).not.toHaveProperty("podDisruptionBudget");
    expect(resource("lbc-role").inputs["tags"]).toEqual({ team: "platform" });
  });

  it("lets the caller change each child", async () => {
    const { resource } = await addon({
      transform: {
        policy: { path: "/lbc/" },
        role: (role, name) => ({ ...role, name: `${name}-named` }),
        serviceAccount: (account) => ({ ...account, automountServiceAccountToken: true }),
        release: { timeout: 600 },
        ingressClass: (ingressClass) => ({
          ...ingressClass,
          metadata: { ...ingressClass.metadata, labels: { team: "platform" } },
        }),
      },
    });
    expect(resource("lbc-policy").inputs).toMatchObject({ path: "/lbc/" });
    expect(resource("lbc-role").inputs).toMatchObject({ name: "lbc-role-named" });
    expect(resource("lbc-service-account").inputs).toMatchObject({ automountServiceAccountToken: true });
    expect(resource("lbc-release").inputs).toMatchObject({ timeout: 600, version: "3.5.0" });
    expect(resource("lbc-ingress-class").inputs).toMatchObject({
      metadata: { name: "alb", labels: { team: "platform" } },
    });
  });

  it("refuses wrong args, all at once and before it registers anything", async () => {
    const message = await refusalOf(
      () =>
        new LbcAddon("a-name-that-is-longer-than-an-iam-role-name-may-be-here", {
          ...args,
          clusterName: "my eks",
          region: "seoul",
          vpcId: "192.168.0.0/16",
          backendSecurityGroupId: "backend",
          existingPolicyArn: "AWSLoadBalancerControllerIAMPolicy",
          restrictToVpcArn: "vpc-0123456789abcdef0",
          version: "1.13.0" as LbcVersion,
          replicas: 0,
        }),
    );
    expect(message).toBe(
      `LbcAddon "a-name-that-is-longer-than-an-iam-role-name-may-be-here" has 10 problems:
  - name has 55 characters; use at most 51: IAM role names end at 64
  - clusterName is "my eks"; use 1 to 100 letters, digits, hyphens and underscores, the first a letter or digit
  - region is "seoul"; use a region such as ap-northeast-2
  - vpcId is "192.168.0.0/16"; use a VPC id such as vpc-0123456789abcdef0
  - backendSecurityGroupId is "backend"; use a security group id such as sg-0123456789abcdef0
  - existingPolicyArn is "AWSLoadBalancerControllerIAMPolicy"; use the ARN of an IAM policy
  - restrictToVpcArn is "vpc-0123456789abcdef0"; use the ARN of a VPC
  - restrictToVpcArn has no effect on an existing policy; leave it or existingPolicyArn out
  - version is "1.13.0"; use one of 3.4.3, 3.5.0
  - replicas is 0; use a whole number from 1 to 5`,
    );
  });

  it("refuses more policies than a role can have", async () => {
    const additionalPolicyArns = Array.from(
      { length: 10 },
      (_, index) => `arn:aws:iam::123456789012:policy/p${index}`,
    );
    const message = await refusalOf(() => new LbcAddon("lbc", { ...args, additionalPolicyArns }));
    expect(message).toBe(
      'LbcAddon "lbc": additionalPolicyArns has 10 entries; a role has ten policies, one is the controller\'s',
    );
  });
});
