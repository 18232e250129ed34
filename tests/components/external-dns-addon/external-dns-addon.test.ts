import { describe, expect, it } from "vitest";
import { ExternalDnsAddon, type ExternalDnsAddonArgs } from "../../../components/index.ts";
import { refusalOf, runProgram, summary, valueOf, type Answers } from "../../support/pulumi-program.ts";

const ROLE = "arn:aws:iam::111122223333:role/r";

const cloud: Answers = {
  calls: {
    "aws:route53/getZone:getZone": ({ name }) => ({
      zoneId: `Z${String(name).toUpperCase().replace(".", "")}`,
    }),
  },
  outputs: () => ({ arn: ROLE }),
};

const ARGS: ExternalDnsAddonArgs = {
  clusterName: "myeks",
  region: "ap-northeast-2",
  identity: {
    type: "irsa",
    oidcIssuer: "https://issuer",
    oidcProviderArn: "arn:aws:iam::1:oidc-provider/issuer",
  },
  zones: [{ name: "example.com" }],
};

async function addon(args: Partial<ExternalDnsAddonArgs> = {}) {
  const run = await runProgram(() => new ExternalDnsAddon("myeks-external-dns", { ...ARGS, ...args }), cloud);
  return { ...run, release: run.resource("myeks-external-dns-release").inputs };
}

describe("ExternalDnsAddon", () => {
  it("installs the chart with what is dangerous by default stated", async () => {
    const { resources, release, result } = await addon();
    expect(resources.map(summary)).toEqual([
      "multicluster-ingress:index:ExternalDnsAddon myeks-external-dns",
      "aws:iam/role:Role myeks-external-dns-role",
      "aws:iam/rolePolicy:RolePolicy myeks-external-dns-role-inline-zones",
      "kubernetes:core/v1:ServiceAccount myeks-external-dns-service-account after myeks-external-dns-role",
      "kubernetes:helm.sh/v3:Release myeks-external-dns-release after myeks-external-dns-role, myeks-external-dns-role-inline-zones, myeks-external-dns-service-account",
    ]);
    expect(release).toMatchObject({
      chart: "external-dns",
      version: "1.22.0",
      repositoryOpts: { repo: "https://kubernetes-sigs.github.io/external-dns/" },
      namespace: "kube-system",
    });
    expect(release["values"]).toMatchObject({
      policy: "upsert-only",
      registry: "txt",
      annotationPrefix: "external-dns.kubernetes.io/",
      sources: ["service", "ingress"],
      txtOwnerId: "project/myeks",
      domainFilters: ["example.com"],
      extraArgs: {
        "aws-zone-match-parent": true,
        "txt-wildcard-replacement": "_any",
        "zone-id-filter": ["ZEXAMPLECOM"],
      },
      serviceAccount: { create: false, name: "external-dns" },
    });
    expect(await valueOf(result.txtOwnerId)).toBe("project/myeks");
  });

  it("gives the pod its role by itself with IRSA, and by an association with Pod Identity", async () => {
    const irsa = await addon();
    expect((irsa.release["values"] as { env: unknown }).env).toEqual([
      { name: "AWS_DEFAULT_REGION", value: "ap-northeast-2" },
      { name: "AWS_ROLE_ARN", value: ROLE },
      {
        name: "AWS_WEB_IDENTITY_TOKEN_FILE",
        value: "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
      },
    ]);
    const pods = await addon({ identity: { type: "pod-identity" } });
    expect((pods.release["values"] as { env: unknown }).env).toEqual([
      { name: "AWS_DEFAULT_REGION", value: "ap-northeast-2" },
    ]);
    expect(pods.resource("myeks-external-dns-pod-identity").inputs).toMatchObject({
      namespace: "kube-system",
      serviceAccount: "external-dns",
    });
  });

  it("refuses wrong args, all at once", async () => {
    const args = {
      ...ARGS,
      zones: [{ name: "example.com" }, { id: "example" }],
      domainFilters: ["*.example.com"],
      policy: "create-only",
      sources: ["ingress", "gateway-httproute", "gateway-tcproute", "node", "ingress"],
      txtOwnerId: "a,b",
      txtPrefix: "Mci-",
      annotationPrefix: "dns/",
    } as unknown as ExternalDnsAddonArgs;
    expect(await refusalOf(() => new ExternalDnsAddon("c", args))).toBe(
      `ExternalDnsAddon "c" has 9 problems:
  - zones[1].id is "example"; use the id of a hosted zone such as Z0123456789ABCDEFGHIJ
  - domainFilters[0] is "*.example.com"; use the name of a hosted zone in lower case, such as example.com
  - policy is "create-only"; use one of upsert-only, sync
  - sources[2] is "gateway-tcproute", which asks for v1alpha2 of its kind, which the Gateway API does not serve any more; leave it out
  - sources[3] is "node"; use one of service, ingress, gateway-httproute, gateway-grpcroute
  - sources[4] is "ingress", as is sources[0]; name it once
  - txtOwnerId is "a,b"; use 1 to 100 letters, digits and any of _ . / -
  - txtPrefix is "Mci-"; use up to 40 lower-case letters, digits and any of _ . -, with %{record_type} for the type of the record
  - annotationPrefix is "dns/"; use one of external-dns.kubernetes.io/, external-dns.alpha.kubernetes.io/`,
    );
  });

  it.each<[string, Partial<ExternalDnsAddonArgs>, string[]]>([
    ["sync with the domains of zones by name", { policy: "sync" }, []],
    ["no zone", { zones: [] }, ["zones is empty; give at least one hosted zone"]],
    [
      "sync without a domain",
      { policy: "sync", zones: [{ id: "ZEXAMPLE" }] },
      ["domainFilters is empty, but policy is sync, which deletes records; name the domains that it may"],
    ],
    ["a domain below a zone", { domainFilters: ["shop.example.com"] }, []],
    [
      "a domain of no zone",
      { domainFilters: ["example.org"] },
      [
        'domainFilters[0] is "example.org", which is in none of zones; leave it out, or give the zone that it is in',
      ],
    ],
    [
      "no source",
      { sources: [] },
      ["sources is empty; use at least one of service, ingress, gateway-httproute, gateway-grpcroute"],
    ],
  ])("%s", (_what, args, problems) => {
    const found = ExternalDnsAddon.problems("c", { ...ARGS, ...args });
    expect(found.map(({ path, reason }) => `${path} ${reason}`)).toEqual(problems);
  });
});
