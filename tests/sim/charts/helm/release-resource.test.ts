/** Helm releases, with the chart of AWS Load Balancer Controller. */
import { eksState } from "../../../../sim/aws/eks/state.ts";
import { beforeEach, describe, expect, it } from "vitest";
import type { Properties } from "../../../../sim/core/resource-type.ts";
import { diffResource } from "../../../../sim/core/diff.ts";
import { releaseResource } from "../../../../sim/charts/helm/release-resource.ts";
import { ContainerExit, type ContainerImage } from "../../../../sim/kubernetes/types.ts";
import { newWorld, reasons, Resource, type World } from "../../kubernetes/pulumi/world.ts";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const REPOSITORY = "public.ecr.aws/eks/aws-load-balancer-controller";
const ID = "kube-system/lbc";

/** A controller that is ready as soon as it runs. */
const healthy: ContainerImage = () => ({
  http: new Map([[61779, () => ({ status: 200, headers: {}, body: "" })]]),
});

const crashing: ContainerImage = ({ log }) => {
  log("unable to create controller: unable to fetch region");
  throw new ContainerExit(1, "");
};

let program: ContainerImage;
let world: World;

beforeEach(() => {
  program = healthy;
  const image: ContainerImage = (context) => program(context);
  world = newWorld({ images: { [`${REPOSITORY}:v3.4.3`]: image, [`${REPOSITORY}:v3.5.0`]: image } });
});

function release(changes: Properties = {}): Properties {
  return {
    name: "lbc",
    namespace: "kube-system",
    chart: "aws-load-balancer-controller",
    version: "3.5.0",
    repositoryOpts: { repo: "https://aws.github.io/eks-charts" },
    values: { clusterName: "myeks", region: "ap-northeast-2", vpcId: "vpc-1", replicaCount: 1 },
    ...changes,
  };
}

function deployments() {
  return world.cluster.api.list("apps/v1/Deployment", { namespace: "kube-system" });
}

function runningPods() {
  return world.cluster.api
    .list("v1/Pod", { namespace: "kube-system" })
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

function secrets(): string[] {
  const labels = { owner: "helm" };
  return world.cluster.api
    .list("v1/Secret", { namespace: "kube-system", labels })
    .map(({ metadata }) => `${metadata.name} ${metadata.labels!["status"]}`);
}

describe("installing", () => {
  it("makes the chart's objects, marked as the release's, and waits for them", () => {
    const lbc = new Resource(world, RELEASE, "lbc").create(release());
    expect(lbc.id).toBe(ID);
    expect(lbc.outputs["status"]).toEqual({
      appVersion: "v3.5.0",
      chart: "aws-load-balancer-controller",
      name: "lbc",
      namespace: "kube-system",
      revision: 1,
      status: "deployed",
      version: "3.5.0",
    });
    const [deployment] = deployments();
    expect(deployment!["status"].readyReplicas).toBe(1);
    expect(deployment!.metadata.annotations).toMatchObject({
      "meta.helm.sh/release-name": "lbc",
      "meta.helm.sh/release-namespace": "kube-system",
    });
    expect(lbc.outputs["resourceNames"]).toMatchObject({
      "Deployment.apps/apps/v1": [`kube-system/${deployment!.metadata.name}`],
      "ServiceAccount/v1": [expect.stringMatching(/^kube-system\//) as string],
    });
    expect(secrets()).toEqual(["sh.helm.release.v1.lbc.v1 deployed"]);
  });

  it("installs the chart's definitions, unless told not to or they are there", () => {
    const definitions = () => world.cluster.api.list("apiextensions.k8s.io/v1/CustomResourceDefinition");
    expect(() => new Resource(world, RELEASE, "lbc").create(release({ skipCrds: true }))).toThrow(
      'unable to build kubernetes objects from release manifest: resource mapping not found for name: "alb" namespace: "" from "": no matches for kind "IngressClassParams" in version "elbv2.k8s.aws/v1beta1"\nensure CRDs are installed first',
    );
    expect(definitions()).toEqual([]);
    new Resource(world, RELEASE, "lbc").create(release()).delete();
    expect(definitions().map(({ metadata }) => metadata.name)).toContain("targetgroupbindings.elbv2.k8s.aws");
    new Resource(world, RELEASE, "lbc").create(release());
  });

  it("that does not become ready keeps the release, and tells what the pods say", () => {
    program = crashing;
    const start = world.cloud.clock.now();
    const lbc = new Resource(world, RELEASE, "lbc");
    const told = reasons(() => lbc.create(release()));
    expect(world.cloud.clock.now() - start).toBe(300_000);
    expect(told[0]).toBe(
      `Helm release "${ID}" was created, but failed to initialize completely. Use Helm CLI to investigate: failed to become available within allocated timeout. Error: Helm Release ${ID}: context deadline exceeded`,
    );
    expect(told[1]).toMatch(/^\[Pod kube-system\/\S+\]: containers with unready status: .*CrashLoopBackOff/);
    expect(told.some((reason) => reason.startsWith("BackOff: "))).toBe(true);
    expect(told.at(-1)).toMatch(
      /^\[Pod kube-system\/\S+, container aws-load-balancer-controller\]: unable to create controller: unable to fetch region$/,
    );
    expect(lbc.outputs["status"]).toMatchObject({ status: "failed", revision: 1 });
    program = healthy;
    lbc.update(release());
    expect(lbc.outputs["status"]).toMatchObject({ status: "deployed", revision: 2 });
  });

  it("that does not become ready is undone when it is atomic", () => {
    program = crashing;
    const lbc = new Resource(world, RELEASE, "lbc");
    expect(() => lbc.create(release({ atomic: true, timeout: 60 }))).toThrow(
      /^release lbc failed, and has been uninstalled due to atomic being set: context deadline exceeded\n\[Pod /,
    );
    expect(deployments()).toEqual([]);
    expect(secrets()).toEqual([]);
  });

  it("does not wait when told so", () => {
    program = crashing;
    const start = world.cloud.clock.now();
    new Resource(world, RELEASE, "lbc").create(release({ skipAwait: true }));
    expect(world.cloud.clock.now()).toBe(start);
  });

  it("refuses a name that is taken", () => {
    new Resource(world, RELEASE, "lbc").create(release());
    expect(() => new Resource(world, RELEASE, "other").create(release())).toThrow(
      "cannot re-use a name that is still in use",
    );
  });

  it("refuses to take over objects of others", () => {
    const metadata = { name: "aws-load-balancer-controller", namespace: "kube-system" };
    world.cluster.api.create({ apiVersion: "v1", kind: "ServiceAccount", metadata });
    const values = { ...(release()["values"] as object), serviceAccount: { name: metadata.name } };
    expect(() => new Resource(world, RELEASE, "lbc").create(release({ values }))).toThrow(
      'Unable to continue with install: ServiceAccount "aws-load-balancer-controller" in namespace "kube-system" exists and cannot be imported into the current release: invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by": must be set to "Helm"; annotation validation error: missing key "meta.helm.sh/release-name": must be set to "lbc"; annotation validation error: missing key "meta.helm.sh/release-namespace": must be set to "kube-system"',
    );
    expect(secrets()).toEqual([]);
  });

  it("takes over objects that carry its marks, and refuses those with another release's", () => {
    const name = "aws-load-balancer-controller";
    const labels = { "app.kubernetes.io/managed-by": "Helm" };
    const annotations = {
      "meta.helm.sh/release-name": "old",
      "meta.helm.sh/release-namespace": "kube-system",
    };
    const metadata = { name, namespace: "kube-system", labels, annotations };
    world.cluster.api.create({ apiVersion: "v1", kind: "ServiceAccount", metadata });
    const values = { ...(release()["values"] as object), serviceAccount: { name } };
    expect(() => new Resource(world, RELEASE, "lbc").create(release({ values }))).toThrow(
      /invalid ownership metadata; annotation validation error: key "meta\.helm\.sh\/release-name" must equal "lbc": current value is "old"$/,
    );
    const own = { metadata: { annotations: { "meta.helm.sh/release-name": "lbc" } } };
    world.cluster.api.patch("v1/ServiceAccount", "kube-system", name, own);
    const lbc = new Resource(world, RELEASE, "lbc").create(release({ values }));
    expect(lbc.outputs["status"]).toMatchObject({ status: "deployed" });
  });

  it("needs its namespace, or makes it", () => {
    const elsewhere = release({ namespace: "lbc", skipAwait: true });
    expect(() => new Resource(world, RELEASE, "lbc").create(elsewhere)).toThrow(
      'create: failed to create: namespaces "lbc" not found',
    );
    const lbc = new Resource(world, RELEASE, "lbc").create({ ...elsewhere, createNamespace: true });
    expect(lbc.id).toBe("lbc/lbc");
  });
});

describe("upgrading", () => {
  const values = { clusterName: "myeks", region: "ap-northeast-2", vpcId: "vpc-1", replicaCount: 2 };

  it("changes what the values change, in a new revision", () => {
    const lbc = new Resource(world, RELEASE, "lbc").create(release());
    const [before] = deployments();
    lbc.update(release({ values }));
    const [after] = deployments();
    expect(after!["spec"].replicas).toBe(2);
    expect(after!.metadata.uid).toBe(before!.metadata.uid);
    expect(lbc.outputs["status"]).toMatchObject({ revision: 2, status: "deployed" });
    expect(secrets()).toEqual(["sh.helm.release.v1.lbc.v1 superseded", "sh.helm.release.v1.lbc.v2 deployed"]);
  });

  it("goes to another version of the chart and back: the pods roll, the definitions stay as they are", () => {
    const definition = "globalaccelerators.aga.k8s.aws";
    const lbc = new Resource(world, RELEASE, "lbc").create(release({ version: "3.4.3" }));
    world.cluster.api.delete("apiextensions.k8s.io/v1/CustomResourceDefinition", undefined, definition);
    const first = runningPods();
    const seen = ["3.5.0", "3.4.3"].map((version) => {
      lbc.update(release({ version }));
      world.cloud.clock.settle();
      const { metadata } = deployments()[0]!;
      return {
        outputs: [lbc.outputs["version"], lbc.outputs["status"]],
        labels: [metadata.labels!["helm.sh/chart"], metadata.labels!["app.kubernetes.io/version"]],
        images: runningPods().map((pod) => pod.spec.containers[0]?.image),
      };
    });
    const status = { chart: "aws-load-balancer-controller", name: "lbc", namespace: "kube-system" };
    expect(seen).toEqual([
      {
        outputs: [
          "3.5.0",
          { ...status, status: "deployed", revision: 2, version: "3.5.0", appVersion: "v3.5.0" },
        ],
        labels: ["aws-load-balancer-controller-3.5.0", "v3.5.0"],
        images: [`${REPOSITORY}:v3.5.0`],
      },
      {
        outputs: [
          "3.4.3",
          { ...status, status: "deployed", revision: 3, version: "3.4.3", appVersion: "v3.4.3" },
        ],
        labels: ["aws-load-balancer-controller-3.4.3", "v3.4.3"],
        images: [`${REPOSITORY}:v3.4.3`],
      },
    ]);
    expect(runningPods().map(({ metadata }) => metadata.uid)).not.toEqual(
      first.map(({ metadata }) => metadata.uid),
    );
    expect(
      world.cluster.api.view("apiextensions.k8s.io/v1/CustomResourceDefinition", undefined, definition),
    ).toBeUndefined();
    expect(secrets()).toEqual([
      "sh.helm.release.v1.lbc.v1 superseded",
      "sh.helm.release.v1.lbc.v2 superseded",
      "sh.helm.release.v1.lbc.v3 deployed",
    ]);
  });

  it("makes again what somebody deleted", () => {
    const lbc = new Resource(world, RELEASE, "lbc").create(release());
    const service = ["v1/Service", "kube-system", "aws-load-balancer-webhook-service"] as const;
    world.cluster.api.delete(...service);
    lbc.update(release({ values }));
    expect(world.cluster.api.find(...service)).toBeDefined();
  });

  it("that fails keeps the new revision, as failed", () => {
    const lbc = new Resource(world, RELEASE, "lbc").create(release());
    program = crashing;
    const next = { ...values, logLevel: "debug" };
    expect(reasons(() => lbc.update(release({ values: next, timeout: 60 })))[0]).toBe(
      'Helm release "kube-system/lbc" failed to initialize completely. Use Helm CLI to investigate: failed to become available within allocated timeout. Error: Helm Release kube-system/lbc: context deadline exceeded',
    );
    expect(secrets()).toEqual(["sh.helm.release.v1.lbc.v1 deployed", "sh.helm.release.v1.lbc.v2 failed"]);
  });

  it("that the API server refuses fails with its words", () => {
    const lbc = new Resource(world, RELEASE, "lbc").create(release());
    const next = { ...values, replicaCount: -1 };
    expect(reasons(() => lbc.update(release({ values: next })))).toContainEqual(
      expect.stringContaining("spec.replicas: Invalid value: -1: must be greater than or equal to 0"),
    );
  });

  it("deletes what the chart no longer renders", () => {
    const budgets = () =>
      world.cluster.api.list("policy/v1/PodDisruptionBudget", { namespace: "kube-system" }).length;
    const withBudget = { ...values, podDisruptionBudget: { maxUnavailable: 1 } };
    const lbc = new Resource(world, RELEASE, "lbc").create(release({ values: withBudget }));
    expect(budgets()).toBe(1);
    lbc.update(release({ values }));
    expect(budgets()).toBe(0);
  });

  it("that fails goes back when it is atomic", () => {
    const lbc = new Resource(world, RELEASE, "lbc").create(release());
    program = crashing;
    const next = { ...values, logLevel: "debug" };
    expect(() => lbc.update(release({ values: next, atomic: true, timeout: 60 }))).toThrow(
      /^release lbc failed, and has been rolled back due to atomic being set: context deadline exceeded\n/,
    );
    expect(deployments()[0]!["spec"].replicas).toBe(1);
    expect(secrets().at(-1)).toBe("sh.helm.release.v1.lbc.v3 deployed");
  });

  it("needs a release", () => {
    const lbc = new Resource(world, RELEASE, "lbc").create(release());
    lbc.delete();
    expect(lbc.refresh()).toBe(false);
    expect(() => lbc.update(release({ values }))).toThrow('"lbc" has no deployed releases');
  });
});

describe("uninstalling", () => {
  it("fails where the release is gone already", () => {
    const lbc = new Resource(world, RELEASE, "lbc").create(release());
    lbc.delete();
    expect(() => lbc.delete()).toThrow("uninstall: Release not loaded: lbc: release: not found");
  });

  it("gives up where something does not go", () => {
    const lbc = new Resource(world, RELEASE, "lbc").create(release({ timeout: 60 }));
    const metadata = { finalizers: ["example.com/keep"] };
    const service = ["v1/Service", "kube-system", "aws-load-balancer-webhook-service"] as const;
    world.cluster.api.patch(...service, { metadata });
    expect(() => lbc.delete()).toThrow("uninstallation completed with 1 error(s): context deadline exceeded");
  });
});

describe("the provider", () => {
  it("finds the newest version, and gives names and time-outs", () => {
    const { version: _version, name: _name, namespace: _namespace, ...unnamed } = release();
    const checked = new Resource(world, RELEASE, "lbc").check(unnamed);
    expect(checked).toMatchObject({ version: "3.5.0", namespace: "default", timeout: 300 });
    expect(checked["name"]).toMatch(/^lbc-[0-9a-f]{8}$/);
  });

  it("replaces a release for another name or namespace, and upgrades it for anything else", () => {
    expect(diffResource(releaseResource, release(), release({ namespace: "lbc", atomic: true }))).toEqual({
      changed: ["atomic", "namespace"],
      replace: ["namespace"],
      deleteBeforeReplace: false,
    });
  });

  it("sees no change after a refresh", () => {
    const lbc = new Resource(world, RELEASE, "lbc").create(release());
    expect(lbc.refresh()).toBe(true);
    expect(diffResource(releaseResource, lbc.inputs, lbc.check(release())).changed).toEqual([]);
  });

  it("says that a cluster cannot be reached", () => {
    const lbc = new Resource(world, RELEASE, "lbc").create(release());
    eksState(world.cloud).clusters.delete("myeks");
    expect(() => lbc.delete()).toThrow(
      /^can't delete Helm Release with unreachable cluster\. Reason: "unable to load schema information/,
    );
    expect(() => lbc.update(release())).toThrow(
      /^can't update Helm Release with unreachable cluster: unable/,
    );
  });

  it.each([
    [{ version: "1.0.0" }, "NotSimulated: chart aws-load-balancer-controller (version 1.0.0)"],
    [{ chart: "redis" }, "NotSimulated: chart redis"],
    [
      { repositoryOpts: { repo: "https://charts.example" } },
      "NotSimulated: chart aws-load-balancer-controller (from https://charts.example)",
    ],
    [
      { values: { clusterName: "myeks", image: { repository: "registry.example.com/controller" } } },
      "NotSimulated: image registry.example.com/controller:v3.5.0",
    ],
    [{ postrender: "kustomize" }, "NotSimulated: kubernetes:helm.sh/v3:Release (postrender)"],
  ])("does not simulate %j", (changes, message) => {
    expect(() => new Resource(world, RELEASE, "lbc").create(release(changes))).toThrow(message);
  });
});
