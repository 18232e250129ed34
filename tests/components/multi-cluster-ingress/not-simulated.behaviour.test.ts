/** What the simulated controller does not do is read in the error of the update that asks for it, and can be taken back. */
import { describe, expect, it } from "vitest";
import type { CreateIngressArgs } from "../../../components/index.ts";
import { AppsScene, page } from "../../support/apps-scene.ts";

const SHOP = page("shop", { routes: [{ hosts: ["shop.example.com"] }] });

const rewrites = [
  { regex: "a", replace: "b" },
  { regex: "c", replace: "d" },
];
const TWO_REWRITES = JSON.stringify([{ type: "url-rewrite", urlRewriteConfig: { rewrites } }]);

const annotated = (name: string, value: string): Partial<CreateIngressArgs> => ({
  transform: {
    ingress: ({ metadata, ...args }) => ({
      ...args,
      metadata: {
        ...metadata,
        annotations: { ...metadata.annotations, [`alb.ingress.kubernetes.io/${name}`]: value },
      },
    }),
  },
});

const LABELLED: CreateIngressArgs["transform"] = {
  gateway: ({ spec, ...args }) => {
    const { infrastructure, ...own } = spec as { readonly infrastructure: object };
    return { ...args, spec: { ...own, infrastructure: { ...infrastructure, labels: { team: "edge" } } } };
  },
};

describe.each<[string, Partial<CreateIngressArgs>, Partial<CreateIngressArgs>, string]>([
  [
    "an Ingress, before AWS is asked",
    {},
    annotated("minimum-load-balancer-capacity", "CapacityUnits=3000"),
    "NotSimulated: ingress annotation minimum-load-balancer-capacity",
  ],
  [
    "an Ingress, by AWS",
    {},
    annotated("transforms.service-shop", TWO_REWRITES),
    "NotSimulated: elasticloadbalancing:CreateRule (several rewrites in a 'url-rewrite' transform)",
  ],
  [
    "a Gateway",
    { kind: "gateway" },
    { kind: "gateway", transform: LABELLED },
    "NotSimulated: labels of a Gateway's infrastructure",
  ],
])("what is not simulated of %s", (_what, present, wanted, reason) => {
  it("is read in the error of an update, and may be taken back", async () => {
    const scene = new AppsScene({ gatewayApi: true });
    expect((await scene.blue([SHOP], present)).problem).toBe("");
    expect((await scene.blue([SHOP], wanted)).problem).toContain(reason);
    expect((await scene.blue([SHOP], { ...present, idleTimeoutSeconds: 120 })).problem).toBe("");
    expect(scene.answeredBy({ host: "shop.example.com", status: 200 })).toEqual({ blue: 1 });
  });
});
