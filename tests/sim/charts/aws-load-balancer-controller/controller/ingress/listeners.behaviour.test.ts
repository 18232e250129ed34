import { beforeEach, describe, expect, it } from "vitest";
import { IngressScene, PROVISIONING_MS } from "../../../../../support/controller-replay/ingress-scene.ts";
import { INGRESS, PREFIX } from "../../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";

const CERTIFICATES = ["1", "2", "3"].map(
  (digit) =>
    `arn:aws:acm:ap-northeast-2:123456789012:certificate/${digit.repeat(8)}-1111-1111-1111-111111111111`,
) as [string, string, string];

let scene: IngressScene;

beforeEach(() => {
  scene = new IngressScene();
});

/** Deploys, and waits until the load balancer is active. */
function deploy(annotations: Record<string, string>): void {
  scene.deploy(annotations);
  scene.world.cloud.clock.advance(PROVISIONING_MS);
}

function listeners() {
  return scene.listeners().map(({ ListenerArn, Port, Protocol, SslPolicy, Certificates }) => ({
    ListenerArn,
    port: `${Protocol}:${Port}`,
    policy: SslPolicy,
    certificate: Certificates?.[0]?.CertificateArn,
  }));
}

/** The certificates of the listener's list, which is apart from its default one. */
function listOf(ListenerArn: string): (string | undefined)[] {
  return scene.world.network
    .call("elasticloadbalancing", "DescribeListenerCertificates", { ListenerArn })
    .Certificates.filter(({ IsDefault }) => IsDefault === false)
    .map(({ CertificateArn }) => CertificateArn)
    .sort();
}

describe("listeners", () => {
  it("use TLS with the default policy as soon as there is a certificate", () => {
    deploy({ [`${PREFIX}/certificate-arn`]: CERTIFICATES[0] });
    expect(listeners()).toEqual([
      {
        ListenerArn: expect.any(String),
        port: "HTTPS:443",
        policy: "ELBSecurityPolicy-2016-08",
        certificate: CERTIFICATES[0],
      },
    ]);
  });

  it("have the first certificate as default and all of them in their list, and follow changes", () => {
    deploy({ [`${PREFIX}/certificate-arn`]: `${CERTIFICATES[0]},${CERTIFICATES[1]}` });
    const { ListenerArn } = listeners()[0]!;
    expect(listOf(ListenerArn)).toEqual([CERTIFICATES[0], CERTIFICATES[1]]);
    scene.annotate({ [`${PREFIX}/certificate-arn`]: `${CERTIFICATES[2]},${CERTIFICATES[1]}` });
    expect(listeners()[0]!.certificate).toBe(CERTIFICATES[2]);
    expect(listOf(ListenerArn)).toEqual([CERTIFICATES[1], CERTIFICATES[2]]);
  });

  it("are made with their default certificate even if AWS refuses another", () => {
    deploy({ [`${PREFIX}/certificate-arn`]: `${CERTIFICATES[0]},arn:none` });
    expect(scene.warnings()).toEqual([
      expect.stringMatching(
        /^Warning FailedDeployModel Ingress\/app: Failed deploy model due to failed to update extra certificates on listener: operation error Elastic Load Balancing v2: AddListenerCertificates, .*ValidationError: Certificate ARN 'arn:none' is not valid \(1\)$/,
      ),
      expect.stringMatching(
        /^Warning FailedDeployModel Ingress\/app: Failed deploy model due to operation error Elastic Load Balancing v2: AddListenerCertificates, /,
      ),
    ]);
    expect(listeners().map(({ certificate }) => certificate)).toEqual([CERTIFICATES[0]]);
  });

  it("come and go with the ports, and the security group follows", () => {
    deploy({ [`${PREFIX}/listen-ports`]: '[{"HTTP":80},{"HTTP":8080}]' });
    scene.annotate({ [`${PREFIX}/listen-ports`]: '[{"HTTP":8080},{"HTTP":9090}]' });
    expect(listeners().map(({ port }) => port)).toEqual(["HTTP:8080", "HTTP:9090"]);
    const { SecurityGroups } = scene.world.network.call("ec2", "DescribeSecurityGroups", {
      Filters: [{ Name: "group-name", Values: ["k8s-game-app-5e37a95530"] }],
    });
    expect(SecurityGroups[0]!.IpPermissions.map(({ FromPort }) => FromPort).sort()).toEqual([8080, 9090]);
    const { status } = scene.cluster.api.get(INGRESS, NAMESPACE, "app");
    expect(status?.loadBalancer?.ingress?.[0]?.ports).toEqual([
      { port: 8080, protocol: "" },
      { port: 9090, protocol: "" },
    ]);
  });

  it("get attributes of their port", () => {
    deploy({ [`${PREFIX}/listener-attributes.HTTP-80`]: "routing.http.response.server.enabled=false" });
    const { Attributes } = scene.world.network.call("elasticloadbalancing", "DescribeListenerAttributes", {
      ListenerArn: listeners()[0]!.ListenerArn,
    });
    expect(Attributes).toContainEqual({ Key: "routing.http.response.server.enabled", Value: "false" });
  });

  it("are made again when somebody deletes one, once something else changes", () => {
    deploy({});
    scene.world.network.call("elasticloadbalancing", "DeleteListener", {
      ListenerArn: listeners()[0]!.ListenerArn,
    });
    scene.world.cloud.clock.advance(3_600_000);
    expect(listeners()).toEqual([]);
    scene.annotate({ [`${PREFIX}/healthcheck-path`]: "/healthz" });
    expect(listeners().map(({ port }) => port)).toEqual(["HTTP:80"]);
  });
});
