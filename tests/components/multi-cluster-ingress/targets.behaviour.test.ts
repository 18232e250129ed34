/** Apps whose targets, Services or target groups are not the usual ones. */
import { beforeAll, describe, expect, it } from "vitest";
import { policyWithout } from "../../../fleet/local/drills/mistakes.ts";
import { AppsScene, NAMESPACE, page } from "../../support/apps-scene.ts";

const SHOP = page("shop", { routes: [{ hosts: ["shop.example.com"] }] });
const ASK_SHOP = { host: "shop.example.com", status: 200 };
const NEWS_ROUTES = [{ paths: [{ prefix: "/news" }], rewrite: { prefix: "/" } }];
const ASK_NEWS = { target: "/news", status: 200 };

describe("instance targets", () => {
  const scene = new AppsScene();
  const service = { externalTrafficPolicy: "Local", sessionAffinitySeconds: 600 } as const;
  const shop = page("shop", { targetType: "instance", service });

  beforeAll(async () => {
    expect((await scene.blue([{ ...shop, routes: SHOP.routes! }])).problem).toBe("");
    expect((await scene.green([shop])).problem).toBe("");
  });

  it("are the nodes, by the port that the Service has there", () => {
    const [made] = scene.api("green").list("v1/Service", { namespace: NAMESPACE });
    expect(made!["spec"]).toMatchObject({
      type: "NodePort",
      externalTrafficPolicy: "Local",
      sessionAffinity: "ClientIP",
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } },
    });
    const { nodePort } = made!.spec.ports![0]!;
    const [binding] = scene
      .api("green")
      .list("elbv2.k8s.aws/v1beta1/TargetGroupBinding", { namespace: NAMESPACE });
    expect(binding!["spec"]).toMatchObject({
      targetType: "instance",
      networking: { ingress: [{ ports: [{ protocol: "TCP", port: nodePort }] }] },
    });
  });

  it("get requests in both clusters", () => {
    const { failed, secondsByCluster } = scene.ask(ASK_SHOP, 60);
    expect({ failed, clusters: Object.keys(secondsByCluster) }).toEqual({
      failed: {},
      clusters: ["blue", "green"],
    });
  });

  it("become pods, in another target group, and each cluster follows by an update", async () => {
    expect((await scene.blue([SHOP])).problem).toBe("");
    const { problem, steps } = await scene.green([page("shop")]);
    expect(problem).toBe("");
    expect(steps).toContain("replace green-ingress-shop-binding");
    expect(scene.answeredBy(ASK_SHOP, 60)).toEqual({ blue: 0.5, green: 0.5 });
  });
});

describe("a Service of somebody else", () => {
  const scene = new AppsScene();
  const news = page("news", {
    service: { existing: "their-news", port: "web" },
    healthCheck: { path: "/healthz", intervalSeconds: 20 },
    routes: NEWS_ROUTES,
  });

  beforeAll(async () => {
    expect((await scene.blue([SHOP])).problem).toBe("");
  });

  it("must be there before", async () => {
    const { problem, steps } = await scene.blue([SHOP, news]);
    expect(steps).toEqual([]);
    expect(problem).toContain("blue-ingress-news-service");
  });

  it("must be there before the Ingress can lead anywhere, where nothing is to be said to it", async () => {
    const { healthCheck: _, ...silent } = news;
    const { problem } = await scene.blue([SHOP, silent], { workloads: ["shop"] });
    expect(problem).toBe(
      "the load balancer controller of blue has not applied Ingress shops/blue-ingress: it made no target group for news: " +
        "no rule forwards to one with the tags ingress.k8s.aws/resource=shops/blue-ingress-their-news:web and " +
        'elbv2.k8s.aws/cluster=blue; found: no other target group, and rules that answer "Backend service does not exist". ' +
        "Its events say what AWS refused: " +
        "kubectl describe ingress --namespace shops blue-ingress. Mend it, or take the change back, and run pulumi up again; with --refresh, if the Ingress was changed by other means than Pulumi",
    );
    expect((await scene.blue([SHOP])).problem).toBe("");
  });

  it("gets the app's settings as annotations, and keeps what it has", async () => {
    scene.api("blue").create({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "their-news", namespace: NAMESPACE, annotations: { owner: "them" } },
      spec: { selector: { app: "news" }, ports: [{ name: "web", port: 8000, targetPort: 8080 }] },
    });
    expect((await scene.blue([SHOP, news])).problem).toBe("");
    const theirs = () => scene.api("blue").get("v1/Service", NAMESPACE, "their-news").metadata.annotations;
    expect(theirs()).toMatchObject({
      owner: "them",
      "alb.ingress.kubernetes.io/healthcheck-interval-seconds": "20",
    });
    expect(scene.answeredBy(ASK_NEWS)).toEqual({ blue: 1 });
    expect((await scene.blue([SHOP])).problem).toBe("");
    expect(theirs()).toEqual({ owner: "them" });
  });
});

describe("apps whose workload somebody else deploys", () => {
  it("are waited for until the controller has passed over their bindings", async () => {
    const scene = new AppsScene();
    const theirs = { ...SHOP, awaitFirstPass: true };
    const { problem, steps } = await scene.blue([theirs], { workloads: [] });
    expect(problem).toBe("");
    expect(steps).toContain("create blue-ingress-shop-first-pass");
    const joined = await scene.green([{ ...page("shop"), awaitFirstPass: true }], { workloads: [] });
    expect(joined.problem).toBe("");
    expect(joined.steps.slice(-2)).toEqual([
      "create green-ingress-shop-binding",
      "create green-ingress-shop-binding-first-pass",
    ]);
  });

  it("fail the update that makes their bindings where the controller may not look at targets", async () => {
    const { problem } = await new AppsScene().blue(
      [{ ...SHOP, awaitFirstPass: true }],
      { workloads: [] },
      { intercept: policyWithout("elasticloadbalancing:DescribeTargetHealth") },
    );
    expect(problem).toContain("is not authorized to perform: elasticloadbalancing:DescribeTargetHealth");
  });
});

describe("target groups that the controller does not make", () => {
  const scene = new AppsScene();

  /** As Pulumi or somebody else would. */
  function makeTargetGroup(name: string): string {
    const { TargetGroups } = scene.cloud.call(
      scene.cloud.administrator,
      "elasticloadbalancing",
      "CreateTargetGroup",
      {
        Name: name,
        Protocol: "HTTP",
        Port: 80,
        VpcId: scene.shared.vpcId,
        TargetType: "ip",
        HealthCheckPath: "/healthz",
      },
    );
    return TargetGroups[0]!.TargetGroupArn;
  }

  beforeAll(async () => {
    expect((await scene.blue([SHOP])).problem).toBe("");
  });

  it("are bound beside the one that it makes, and stay bound when the Ingress goes", async () => {
    const shop = {
      ...SHOP,
      bindings: [{ name: "service-shop-alb", targetGroupArn: makeTargetGroup("of-pulumi") }],
    };
    const both = await scene.blue([shop]);
    expect(both).toMatchObject({
      problem: "",
      steps: ["create blue-ingress-shop-binding-alb", "create blue-shop-rollout-targets-1"],
    });
    expect(Object.keys(scene.bindings("blue"))).toContain("service-shop-alb");
    const alone = await scene.blue([{ ...page("shop"), bindings: shop.bindings }], { joins: true });
    expect(alone.problem).toBe("");
    expect(alone.steps).toEqual(["replace blue-shop-rollout-targets", "delete blue-ingress-ingress"]);
    expect(scene.bindings("blue")).toEqual({ "service-shop-alb": shop.bindings[0]!.targetGroupArn });
  });

  it("take what the Ingress forwards, and outlive it", async () => {
    const targetGroupArn = makeTargetGroup("behind-the-ingress");
    const news = page("news", { routes: NEWS_ROUTES, targetGroupArn });
    expect((await scene.blue([SHOP, news])).problem).toBe("");
    expect(scene.shared.targetGroupArns["news"]).toBe(targetGroupArn);
    expect(scene.answeredBy(ASK_NEWS)).toEqual({ blue: 1 });
    expect((await scene.blue([SHOP])).problem).toBe("");
    expect(scene.targetGroupArns()).toContain(targetGroupArn);
  });
});
