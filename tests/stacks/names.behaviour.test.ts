import { expect, it } from "vitest";
import { addHostedZone } from "../../sim/aws/route53/operations.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { Changes } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";

const ONE = ["a.example.com"];
const TWO = ["a.example.com", "b.example.com"];

/** A page with a route for each host. */
function page(ownership: string, hosts: readonly string[], dns: object = { zone: { id: "Z1" } }): Changes {
  const routes = hosts.map((host) => ({ hosts: [host] }));
  return {
    app: undefined,
    apps: { page: { content: { type: "colour-page" }, routes } },
    ingress: { ownership },
    dns: dns as Record<string, string>,
  };
}

/** The first stack, with a page of one host. */
async function living(ownership: string): Promise<LivingFleet> {
  const fleet = new LivingFleet();
  addHostedZone(fleet.cloud, { id: "Z1", name: "example.com", delegated: true });
  await fleet.succeed("cluster1", page(ownership, ONE));
  return fleet;
}

/** What becomes of names and routes, in order. */
async function steps(fleet: LivingFleet, changes: Changes): Promise<string[]> {
  const { steps } = await fleet.succeed("cluster1", changes);
  return steps.flatMap(
    (step) => /^(\w+) .*:(Record|ListenerRule|Ingress) /.exec(step)?.slice(1, 3).join(" ") ?? [],
  );
}

it("names come after their routes; they go after what the Ingress has no route for any more", async () => {
  const fleet = await living("controller");
  expect(await steps(fleet, page("controller", TWO))).toEqual(["update Ingress", "create Record"]);
  expect(await steps(fleet, page("controller", ONE))).toEqual(["update Ingress", "delete Record"]);
});

it("names come after their rules, and go before them: who still knows one is answered", async () => {
  const fleet = await living("pulumi");
  expect(await steps(fleet, page("pulumi", TWO))).toEqual(["create ListenerRule", "create Record"]);
  expect(await steps(fleet, page("pulumi", ONE))).toEqual(["delete Record", "delete ListenerRule"]);
});

it("names lead to the first of an Ingress and a Gateway", async () => {
  const fleet = new LivingFleet();
  addHostedZone(fleet.cloud, { id: "Z1", name: "example.com", delegated: true });
  const moved = (kind: string) => ({
    ...page("controller", ONE),
    addons: { gatewayApi: true },
    ingress: { kind },
  });
  await fleet.succeed("cluster1", moved("ingress-and-gateway"));
  expect(await steps(fleet, moved("gateway-and-ingress"))).toEqual(["update Record"]);
  expect(await steps(fleet, moved("gateway"))).toEqual(["delete Ingress"]);
});

it("an ExternalDNS beside them leaves the Ingress alone, for as long as there are names", async () => {
  const fleet = await living("controller");
  const annotations = () => {
    const [ingress] = clustersOf(fleet.cloud).get("myeks")!.api.list("networking.k8s.io/v1/Ingress");
    return Object.entries(ingress!.metadata.annotations!).filter(([key]) => key.startsWith("external-dns."));
  };
  expect(annotations()).toEqual([
    ["external-dns.alpha.kubernetes.io/controller", "pulumi"],
    ["external-dns.kubernetes.io/controller", "pulumi"],
  ]);
  expect(await steps(fleet, page("controller", ONE, {}))).toEqual(["update Ingress", "delete Record"]);
  expect(annotations()).toEqual([]);
});
