/** Apps behind a Gateway of a living cluster, which another one joins. */
import { beforeAll, describe, expect, it } from "vitest";
import type { CreateIngressArgs, IngressAppArgs } from "../../../components/index.ts";
import { ec2State } from "../../../sim/aws/ec2/state.ts";
import { AppsScene, page } from "../../support/apps-scene.ts";

const SHOP = page("shop", { routes: [{ hosts: ["shop.example.com"] }] });
const NEWS = page("news", { routes: [{ paths: [{ prefix: "/news" }], rewrite: { prefix: "/" } }] });

const BY_BOTH = { blue: 0.5, green: 0.5 };
const ASK_SHOP = { host: "shop.example.com", status: 200 };
const ASK_NEWS = { target: "/news", status: 200 };

const GATEWAY: Partial<CreateIngressArgs> = { kind: "gateway" };

/** As the side that joins has them. */
function joined(...apps: readonly IngressAppArgs[]): readonly IngressAppArgs[] {
  return apps.map(({ routes: _, healthCheck: __, targetGroup: ___, ...app }) => app);
}

describe("apps behind a Gateway", () => {
  const scene = new AppsScene({ gatewayApi: true });

  beforeAll(async () => {
    expect((await scene.blue([SHOP], GATEWAY)).problem).toBe("");
    expect((await scene.green(joined(SHOP))).problem).toBe("");
  });

  it("are answered by pods of both clusters", () => {
    expect(scene.answeredBy(ASK_SHOP)).toEqual(BY_BOTH);
    expect(scene.bindings("green")["service-shop"]).toBe(scene.shared.targetGroupArns["shop"]);
  });

  it("have nothing to do when nothing changes", async () => {
    expect(await scene.blue([SHOP], GATEWAY)).toMatchObject({ steps: [], problem: "" });
  });

  it("come without a failed request of others", async () => {
    const load = scene.load(ASK_SHOP);
    const { steps, problem } = await scene.blue([SHOP, NEWS], GATEWAY);
    expect(problem).toBe("");
    expect(steps.filter((step) => !step.startsWith("create"))).toEqual(["update blue-ingress-gateway"]);
    expect(scene.answeredBy(ASK_NEWS)).toEqual({ blue: 1 });
    expect((await scene.green(joined(SHOP, NEWS))).problem).toBe("");
    expect(scene.answeredBy(ASK_NEWS)).toEqual(BY_BOTH);
    expect(load.take().failed).toEqual({});
    load.stop();
  });

  it("fail an update that the controller is refused, with its words", async () => {
    const { problem } = await scene.blue([SHOP, NEWS], { ...GATEWAY, accessLogs: { bucket: "nobodys" } });
    expect(problem).toContain('"shops/blue-ingress" failed to fully initialize or become live');
    expect(problem).toContain("Access Denied for bucket: nobodys");
    expect(await scene.blue([SHOP, NEWS], GATEWAY)).toMatchObject({
      problem: "",
      steps: ["update blue-ingress-gateway-configuration", "update blue-ingress-gateway"],
    });
  });

  it("get another load balancer for another scheme, and its configuration goes last", async () => {
    const { problem, steps } = await scene.blue([SHOP, NEWS], { ...GATEWAY, scheme: "internal" });
    expect(problem).toBe("");
    expect(steps.filter((step) => step.includes("blue-ingress-gateway"))).toEqual([
      "replace blue-ingress-gateway-configuration",
      "delete blue-ingress-gateway",
      "replace blue-ingress-gateway",
      "delete blue-ingress-gateway-configuration",
    ]);
  });

  it("are what their class decides as soon as an update of it is done", async () => {
    const sources = () =>
      ec2State(scene.cloud)
        .securityGroupRules.where(({ FromPort, IsEgress }) => !IsEgress && FromPort === 80)
        .map(({ CidrIpv4 }) => CidrIpv4);
    expect(sources()).toEqual(["0.0.0.0/0"]);
    const decided: Partial<CreateIngressArgs> = {
      ...GATEWAY,
      scheme: "internal",
      gatewayClass: { precedence: "class", scheme: "internal", inboundCidrs: ["10.0.0.0/8"] },
    };
    const { problem, steps } = await scene.blue([SHOP, NEWS], decided);
    expect(problem).toBe("");
    expect(steps).toEqual(["update blue-class-configuration", "update blue-ingress-gateway"]);
    expect(sources()).toEqual(["10.0.0.0/8"]);
    expect((await scene.blue([SHOP, NEWS], { ...GATEWAY, scheme: "internal" })).problem).toBe("");
    expect(sources()).toEqual(["0.0.0.0/0"]);
  });

  it("lose no pods of other clusters by a transform", async () => {
    const targetGroupConfiguration = { spec: { defaultConfiguration: { targetType: "ip" } } };
    const { problem } = await scene.blue([SHOP, NEWS], {
      ...GATEWAY,
      transform: { targetGroupConfiguration },
    });
    expect(problem).toBe(
      "transform.targetGroupConfiguration takes enableMultiCluster away, without which the controller takes the pods of all " +
        "other clusters out of the target group; add to args.spec.defaultConfiguration instead of replacing it",
    );
  });
});
