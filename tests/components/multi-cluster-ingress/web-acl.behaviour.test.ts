/** The web ACL of a load balancer that a controller made, which Pulumi attaches. */
import { beforeAll, expect, it } from "vitest";
import type { CreateIngressArgs } from "../../../components/index.ts";
import { AppsScene, page } from "../../support/apps-scene.ts";

const scene = new AppsScene();
const { cloud } = scene;
const call = cloud.administrator;

const apps = [page("shop")];
const up = (args: Partial<CreateIngressArgs> = {}) => scene.blue(apps, args);

const webAcl = (Name: string) =>
  cloud.call(call, "wafv2", "CreateWebACL", {
    Name,
    Scope: "REGIONAL",
    DefaultAction: { Allow: {} },
    VisibilityConfig: {},
  }).Summary.ARN;
const EDGE = webAcl("edge");
const OTHER = webAcl("other");

const attached = () =>
  cloud.call(call, "wafv2", "GetWebACLForResource", { ResourceArn: scene.shared.loadBalancerArn }).WebACL
    ?.ARN;

const detachments = () => cloud.journal.entries().filter(({ action }) => action === "DisassociateWebACL");

/** Programs before had the controller attach it, and so does whoever adds the annotation. */
const byController: Partial<CreateIngressArgs> = {
  transform: {
    ingress: (args) => ({
      ...args,
      metadata: {
        ...args.metadata,
        annotations: { ...args.metadata.annotations, "alb.ingress.kubernetes.io/wafv2-acl-arn": EDGE },
      },
    }),
  },
};

beforeAll(async () => {
  expect(await up(byController)).toMatchObject({ problem: "" });
  cloud.clock.advance(60_000);
  expect(attached()).toBe(EDGE);
});

it("looks at every request while it passes from the controller to Pulumi", async () => {
  expect(await up({ webAclArn: EDGE })).toMatchObject({
    problem: "",
    steps: ["update blue-ingress-ingress", "create blue-ingress-web-acl"],
  });
  cloud.clock.advance(3_600_000);
  expect(attached()).toBe(EDGE);
  expect(detachments()).toEqual([]);
});

it("can be another one, and goes", async () => {
  expect(await up({ webAclArn: OTHER })).toMatchObject({ problem: "" });
  expect(attached()).toBe(OTHER);
  expect(await up()).toMatchObject({ problem: "", steps: ["delete blue-ingress-web-acl"] });
  expect(attached()).toBeUndefined();
});

it("stays where it is given up in the very update that takes it from the controller", async () => {
  expect(await up(byController)).toMatchObject({ problem: "" });
  cloud.clock.advance(60_000);
  expect(await up()).toMatchObject({ problem: "", steps: ["update blue-ingress-ingress"] });
  cloud.clock.advance(3_600_000);
  expect(attached()).toBe(EDGE);
});

it("stays where somebody else attached it", async () => {
  cloud.call(call, "wafv2", "AssociateWebACL", {
    ResourceArn: scene.shared.loadBalancerArn,
    WebACLArn: OTHER,
  });
  expect(await up({ idleTimeoutSeconds: 120 })).toMatchObject({ problem: "" });
  expect(attached()).toBe(OTHER);
});
