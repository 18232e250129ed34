import { expect, it } from "vitest";
import { elbv2State } from "../../../../sim/aws/elbv2/state.ts";
import { ExternalDnsScene, INGRESS, LOAD_BALANCERS, PRIMARY } from "../../../support/external-dns-scene.ts";

const ARGS = ["--source=ingress", "--policy=sync", "--domain-filter=example.com"];

function deploy(scene: ExternalDnsScene, count: number, hostname: string): void {
  const api = scene.api(PRIMARY);
  for (let index = 0; index < count; index += 1) {
    const name = `page-${index}`;
    const spec = { rules: [{ host: `${name}.example.com` }] };
    api.apply({
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name, namespace: "game" },
      spec,
    });
    api.patch(INGRESS, "game", name, { status: { loadBalancer: { ingress: [{ hostname }] } } }, "status");
  }
}

interface Sent {
  readonly Action: string;
  readonly ResourceRecordSet: {
    readonly Name: string;
    readonly ResourceRecords?: readonly { readonly Value: string }[];
    readonly AliasTarget?: { readonly DNSName: string };
  };
}

/** Changes of each request, and the characters of their values as Route 53 counts them. */
function requests({ cloud }: ExternalDnsScene) {
  return cloud.journal
    .entries()
    .filter(({ action }) => action === "ChangeResourceRecordSets")
    .map(({ parameters }) => (parameters["ChangeBatch"] as { readonly Changes: readonly Sent[] }).Changes)
    .map((changes) => ({
      changes: changes.length,
      characters: changes.reduce((sum, change) => sum + charactersOf(change), 0),
      hosts: new Set(changes.map(({ ResourceRecordSet: { Name } }) => Name.replace(/^(a|aaaa)-/, ""))),
    }));
}

function charactersOf({ Action, ResourceRecordSet: { ResourceRecords = [], AliasTarget } }: Sent): number {
  const values = [...ResourceRecords.map(({ Value }) => Value), AliasTarget?.DNSName ?? ""];
  return values.join("").length * (Action === "UPSERT" ? 2 : 1);
}

it("sends many changes in requests that Route 53 takes, a second apart, and what belongs together at once", () => {
  const scene = new ExternalDnsScene();
  deploy(scene, 500, LOAD_BALANCERS[PRIMARY]);
  scene.start(PRIMARY, ARGS);
  scene.work(4_000);
  const made = requests(scene);
  expect(scene.records()).toHaveLength(2_000);
  deploy(scene, 500, LOAD_BALANCERS["myeks-cluster2"]);
  scene.work(120_000);
  const all = requests(scene);
  expect([made.length, all.length]).toEqual([5, 15]);
  expect(all.filter(({ changes, characters }) => changes > 1000 || characters > 32_000)).toEqual([]);
  expect(made.reduce((sum, { hosts }) => sum + hosts.size, 0)).toBe(500);
});

it("sends what is refused again by itself, and lets the others through", () => {
  const scene = new ExternalDnsScene();
  deploy(scene, 1, "k8s-gone-111111111.ap-northeast-2.elb.amazonaws.com");
  const api = scene.api(PRIMARY);
  api.apply({
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "well", namespace: "game" },
    spec: { rules: [{ host: "well.example.com" }] },
  });
  const status = { loadBalancer: { ingress: [{ hostname: LOAD_BALANCERS[PRIMARY] }] } };
  api.patch(INGRESS, "game", "well", { status }, "status");
  scene.start(PRIMARY, ARGS);
  scene.work(59_000);
  const { log, changeBatches } = scene.observed();
  expect(scene.records()).toHaveLength(4);
  expect(changeBatches.map((batch) => batch.length)).toEqual([8, 4, 4]);
  expect(
    log[PRIMARY]!.filter(({ level }) => level === "error").map(({ message }) => message.split(",")[0]),
  ).toEqual([
    "Failure in zone example.com. when submitting change batch: operation error Route 53: ChangeResourceRecordSets",
    "Failed submitting change (error: operation error Route 53: ChangeResourceRecordSets",
    "Failed to do run once: soft error\nfailed to submit all changes for the following zones: [/hostedzone/ZONEEXAMPLECOM] (consecutive soft errors: 1)",
  ]);
  const gone = "k8s-gone-111111111.ap-northeast-2.elb.amazonaws.com";
  elbv2State(scene.cloud).loadBalancers.set(gone, { dnsName: gone } as never);
  scene.work(60_000);
  expect(scene.records()).toHaveLength(8);
  expect(scene.observed().log[PRIMARY]!.at(-1)?.message).toBe(
    "Reconciliation succeeded after 1 consecutive soft errors",
  );
});
