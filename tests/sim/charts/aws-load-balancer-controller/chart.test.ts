import { describe, expect, it } from "vitest";
import { awsLoadBalancerControllerChart as chart } from "../../../../sim/charts/aws-load-balancer-controller/chart.ts";
import type { Gvk, Manifest, ObjectOf } from "../../../../sim/kubernetes/types.ts";

function render(values: Record<string, unknown>, name = "aws-load-balancer-controller"): readonly Manifest[] {
  return chart.render({ name, namespace: "kube-system", version: "3.5.0", values });
}

function find<G extends Gvk>(objects: readonly Manifest[], gvk: G): ObjectOf<G> {
  const found = objects.find(({ apiVersion, kind }) => `${apiVersion}/${kind}` === gvk);
  if (found === undefined) throw new Error(`the chart renders no ${gvk}`);
  return found as ObjectOf<G>;
}

function container(objects: readonly Manifest[]) {
  return find(objects, "apps/v1/Deployment").spec.template.spec.containers[0]!;
}

describe("awsLoadBalancerControllerChart", () => {
  it("renders every object of a default installation", () => {
    const objects = render({ clusterName: "myeks" });
    expect(objects.map((object) => `${object.kind}/${object.metadata.name}`)).toEqual([
      "ServiceAccount/aws-load-balancer-controller",
      "Role/aws-load-balancer-controller-leader-election-role",
      "RoleBinding/aws-load-balancer-controller-leader-election-rolebinding",
      "ClusterRole/aws-load-balancer-controller-role",
      "ClusterRoleBinding/aws-load-balancer-controller-rolebinding",
      "Service/aws-load-balancer-webhook-service",
      "Secret/aws-load-balancer-tls",
      "MutatingWebhookConfiguration/aws-load-balancer-webhook",
      "ValidatingWebhookConfiguration/aws-load-balancer-webhook",
      "Deployment/aws-load-balancer-controller",
      "IngressClassParams/alb",
      "IngressClass/alb",
    ]);
  });

  it("turns values into the controller's arguments", () => {
    const objects = render({
      clusterName: "myeks",
      region: "ap-northeast-2",
      vpcId: "vpc-0123456789abcdef0",
      backendSecurityGroup: "sg-0123456789abcdef0",
      defaultTargetType: "ip",
      enableShield: false,
      defaultTags: { team: "edge", env: "demo" },
      externalManagedTags: ["owner", "cost"],
      controllerConfig: { featureGates: { ALBSingleSubnet: true } },
      ingressMaxConcurrentReconciles: 5,
    });
    expect(container(objects).args).toEqual([
      "--cluster-name=myeks",
      "--ingress-class=alb",
      "--aws-region=ap-northeast-2",
      "--aws-vpc-id=vpc-0123456789abcdef0",
      "--enable-shield=false",
      "--ingress-max-concurrent-reconciles=5",
      "--external-managed-tags=owner,cost",
      "--default-tags=env=demo,team=edge",
      "--backend-security-group=sg-0123456789abcdef0",
      "--feature-gates=ALBSingleSubnet=true",
      "--default-target-type=ip",
    ]);
  });

  it("leaves region, VPC and the default target type to the controller when they are not given", () => {
    expect(container(render({ clusterName: "myeks" })).args).toEqual([
      "--cluster-name=myeks",
      "--ingress-class=alb",
    ]);
  });

  it("refuses to render without a cluster name, in Helm's words", () => {
    expect(() => render({})).toThrow(
      "execution error at (aws-load-balancer-controller/templates/deployment.yaml:67:28): Chart cannot be installed without a valid clusterName!",
    );
  });

  it("names Deployment and roles after the release, but not the webhook objects", () => {
    const names = render({ clusterName: "myeks" }, "lbc").map((object) => object.metadata.name);
    expect(names).toContain("lbc-aws-load-balancer-controller");
    expect(names).toContain("aws-load-balancer-webhook-service");
  });

  it("annotates the service account with the role, as IRSA wants it", () => {
    const account = find(
      render({
        clusterName: "myeks",
        serviceAccount: {
          annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/lbc" },
        },
      }),
      "v1/ServiceAccount",
    );
    expect(account.metadata.annotations).toEqual({
      "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/lbc",
    });
  });

  it("uses a service account that is made elsewhere, or the default one", () => {
    const elsewhere = render({ clusterName: "myeks", serviceAccount: { create: false, name: "lbc" } });
    expect(elsewhere.some((object) => object.kind === "ServiceAccount")).toBe(false);
    expect(find(elsewhere, "apps/v1/Deployment").spec.template.spec.serviceAccountName).toBe("lbc");
    const unnamed = render({ clusterName: "myeks", serviceAccount: { create: false } });
    expect(find(unnamed, "apps/v1/Deployment").spec.template.spec.serviceAccountName).toBe("default");
  });

  it("fails open for pods and closed for everything else", () => {
    const objects = render({ clusterName: "myeks" });
    const policies = [
      ...find(objects, "admissionregistration.k8s.io/v1/MutatingWebhookConfiguration").webhooks!,
      ...find(objects, "admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration").webhooks!,
    ].map((hook) => `${hook.name} ${hook.failurePolicy}`);
    expect(policies).toEqual([
      "mpod.elbv2.k8s.aws Ignore",
      "quicid.elbv2.k8s.aws Fail",
      "mservice.elbv2.k8s.aws Fail",
      "alb-target-control.namespace.elbv2.k8s.aws Fail",
      "alb-target-control.object.elbv2.k8s.aws Fail",
      "mtargetgroupbinding.elbv2.k8s.aws Fail",
      "vingressclassparams.elbv2.k8s.aws Fail",
      "vtargetgroupbinding.elbv2.k8s.aws Fail",
      "vingress.elbv2.k8s.aws Fail",
    ]);
  });

  it("leaves out the webhooks that the values switch off", () => {
    const objects = render({
      clusterName: "myeks",
      enableServiceMutatorWebhook: false,
      webhookConfig: { disableIngressValidation: true },
    });
    const names = [
      ...find(objects, "admissionregistration.k8s.io/v1/MutatingWebhookConfiguration").webhooks!,
      ...find(objects, "admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration").webhooks!,
    ].map((hook) => hook.name);
    expect(names).not.toContain("mservice.elbv2.k8s.aws");
    expect(names).not.toContain("vingress.elbv2.k8s.aws");
  });

  it("renders a disruption budget only for more than one replica", () => {
    const budget = { maxUnavailable: 1 };
    const two = find(
      render({ clusterName: "myeks", podDisruptionBudget: budget }),
      "policy/v1/PodDisruptionBudget",
    );
    expect(two.spec.maxUnavailable).toBe(1);
    const one = render({ clusterName: "myeks", podDisruptionBudget: budget, replicaCount: 1 });
    expect(one.some((object) => object.kind === "PodDisruptionBudget")).toBe(false);
  });

  it("refers from the class to its parameters only when these say something", () => {
    expect(find(render({ clusterName: "myeks" }), "networking.k8s.io/v1/IngressClass").spec).toEqual({
      controller: "ingress.k8s.aws/alb",
    });
    const withParams = render({
      clusterName: "myeks",
      ingressClassParams: { spec: { scheme: "internal" } },
    });
    expect(find(withParams, "networking.k8s.io/v1/IngressClass").spec.parameters).toEqual({
      apiGroup: "elbv2.k8s.aws",
      kind: "IngressClassParams",
      name: "alb",
    });
  });

  it("takes a value that the chart does not know without a word, as Helm does", () => {
    expect(container(render({ clusterName: "myeks", backendSecurtyGroup: "sg-1" })).args).toEqual([
      "--cluster-name=myeks",
      "--ingress-class=alb",
    ]);
  });

  it.each([
    ["enableCertManager", { enableCertManager: true }, "true"],
    ["autoscaling.enabled", { autoscaling: { enabled: true } }, "true"],
    ["awsApiEndpoints", { awsApiEndpoints: "EC2=http://localhost" }, '"EC2=http://localhost"'],
  ])("refuses %s, which is not modelled", (value, values, shown) => {
    expect(() => render({ clusterName: "myeks", ...values })).toThrow(
      `NotSimulated: chart value ${value} (aws-load-balancer-controller: ${shown})`,
    );
  });

  it("takes such a value when it is the default", () => {
    expect(() => render({ clusterName: "myeks", enableCertManager: false })).not.toThrow();
  });

  it.each(Object.keys(chart.versions))("delivers the definitions of its kinds in version %s", (version) => {
    expect(chart.crds(version).map((crd) => crd.metadata.name)).toEqual([
      "albtargetcontrolconfigs.elbv2.k8s.aws",
      "globalaccelerators.aga.k8s.aws",
      "ingressclassparams.elbv2.k8s.aws",
      "targetgroupbindings.elbv2.k8s.aws",
      "listenerruleconfigurations.gateway.k8s.aws",
      "loadbalancerconfigurations.gateway.k8s.aws",
      "targetgroupconfigurations.gateway.k8s.aws",
    ]);
  });

  it("differs from version to version in its labels and image alone", () => {
    const rendered = (version: string) =>
      JSON.stringify(
        chart.render({ name: "lbc", namespace: "lbc", version, values: { clusterName: "myeks" } }),
      );
    expect(rendered("3.4.3")).toContain('"image":"public.ecr.aws/eks/aws-load-balancer-controller:v3.4.3"');
    expect(rendered("3.4.3")).toContain('"helm.sh/chart":"aws-load-balancer-controller-3.4.3"');
    expect(rendered("3.4.3").replaceAll("3.4.3", "3.5.0")).toBe(rendered("3.5.0"));
  });

  it("knows no other version", () => {
    expect(() => chart.crds("1.13.0")).toThrow("NotSimulated: chart aws-load-balancer-controller 1.13.0");
  });
});
