import { beforeAll, describe, expect, it } from "vitest";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import { LivingFleet } from "../support/living-fleet.ts";

describe("an ingress class by which a platform team decides", () => {
  let fleet: LivingFleet;

  beforeAll(async () => {
    fleet = new LivingFleet();
    await fleet.succeed("cluster1", {
      controller: { ingressClass: { scheme: "internet-facing", tags: { owner: "platform" } } },
    });
  });

  /** An Ingress of somebody else, in the namespace of the stack. */
  function deploy(name: string, annotations: Record<string, string>, spec: object = {}): void {
    clustersOf(fleet.cloud)
      .get("myeks")!
      .api.create({
        apiVersion: "networking.k8s.io/v1",
        kind: "Ingress",
        metadata: { name, namespace: "game-2048", annotations },
        spec: {
          ...spec,
          defaultBackend: { service: { name: "service-2048", port: { number: 80 } } },
        },
      });
  }

  it("goes before what Ingresses of others say", () => {
    deploy("other", { "alb.ingress.kubernetes.io/scheme": "internal" }, { ingressClassName: "alb" });
    fleet.cloud.clock.advance(300_000);
    const { LoadBalancers } = fleet.cloud.call(
      fleet.cloud.administrator,
      "elasticloadbalancing",
      "DescribeLoadBalancers",
      {},
    );
    expect(LoadBalancers.map(({ Scheme }) => Scheme)).toEqual(["internet-facing", "internet-facing"]);
    const { TagDescriptions } = fleet.cloud.call(
      fleet.cloud.administrator,
      "elasticloadbalancing",
      "DescribeTags",
      { ResourceArns: LoadBalancers.map(({ LoadBalancerArn }) => LoadBalancerArn) },
    );
    for (const { Tags } of TagDescriptions) expect(Tags).toContainEqual({ Key: "owner", Value: "platform" });
  });

  it("is not got around by the annotation that came before classes", () => {
    expect(() => deploy("around", { "kubernetes.io/ingress.class": "alb" })).toThrow(
      'admission webhook "vingress.elbv2.k8s.aws" denied the request: new usage of `kubernetes.io/ingress.class` annotation is forbidden',
    );
  });
});
