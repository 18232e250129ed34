import { expect, it } from "vitest";
import {
  ExternalDnsScene,
  LOAD_BALANCERS,
  MEMBER,
  PRIMARY,
  SERVICE,
} from "../../../support/external-dns-scene.ts";

const ARGS = ["--source=service", "--policy=sync", "--domain-filter=example.com"];
const PREFIX = "external-dns.kubernetes.io/";

/** A Service with a name, as a cluster has it. @param weight Default: none. */
function deploy(scene: ExternalDnsScene, cluster: typeof PRIMARY | typeof MEMBER, weight?: number): void {
  const api = scene.api(cluster);
  const weighted = weight !== undefined && {
    [`${PREFIX}set-identifier`]: cluster,
    [`${PREFIX}aws-weight`]: String(weight),
  };
  api.apply({
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: "play",
      namespace: "game",
      annotations: { [`${PREFIX}hostname`]: "play.example.com", ...weighted },
    },
    spec: { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb", ports: [{ port: 80 }] },
  });
  const status = { loadBalancer: { ingress: [{ hostname: LOAD_BALANCERS[cluster] }] } };
  api.patch(SERVICE, "game", "play", { status }, "status");
}

/** Names, types, set identifiers and weights. */
function records({ cloud }: ExternalDnsScene): string[] {
  const { ResourceRecordSets } = cloud.call(cloud.administrator, "route53", "ListResourceRecordSets", {
    HostedZoneId: "ZONEEXAMPLECOM",
  });
  return ResourceRecordSets.map(({ Name, Type, SetIdentifier = "", Weight = "" }) =>
    `${Name} ${Type} ${SetIdentifier} ${Weight}`.trim(),
  ).toSorted();
}

function ofBoth(...weights: readonly (readonly [string, number])[]): string[] {
  const sets = [
    "a-play.example.com. TXT",
    "aaaa-play.example.com. TXT",
    "play.example.com. A",
    "play.example.com. AAAA",
  ];
  return sets.flatMap((set) => weights.map(([cluster, weight]) => `${set} ${cluster} ${weight}`));
}

it("makes weighted records of a name in several clusters, each with a TXT record weighted alike", () => {
  const scene = new ExternalDnsScene();
  for (const [cluster, weight] of [
    [PRIMARY, 100],
    [MEMBER, 10],
  ] as const) {
    deploy(scene, cluster, weight);
    scene.start(cluster, ARGS);
  }
  scene.work(179_000);
  expect(records(scene)).toEqual(ofBoth([PRIMARY, 100], [MEMBER, 10]));

  deploy(scene, MEMBER, 50);
  scene.work(179_000);
  expect(records(scene)).toEqual(ofBoth([PRIMARY, 100], [MEMBER, 50]));
  const batches = scene.observed().changeBatches;
  expect(batches.flat().filter((one) => (one as { action: string }).action !== "UPSERT")).toEqual([]);

  scene.api(MEMBER).delete(SERVICE, "game", "play");
  scene.work(179_000);
  expect(records(scene)).toEqual(ofBoth([PRIMARY, 100]));
});

it("makes a weighted record in place of one without, with sync alone", () => {
  const scene = new ExternalDnsScene();
  deploy(scene, PRIMARY);
  scene.start(PRIMARY, ARGS);
  scene.work(179_000);
  deploy(scene, PRIMARY, 100);
  scene.start(PRIMARY, [...ARGS, "--policy=upsert-only"]);
  scene.work(179_000);
  expect(scene.observed().log[PRIMARY]!.at(-2)?.message).toContain(
    "SetIdentifier myeks cannot be created as a non-weighted set exists with the same name and type.",
  );
  scene.start(PRIMARY, ARGS);
  scene.work(179_000);
  expect(records(scene)).toEqual(ofBoth([PRIMARY, 100]));
});
