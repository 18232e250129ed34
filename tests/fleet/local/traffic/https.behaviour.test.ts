/** The traffic test against a load balancer with an HTTPS listener. */
import { describe, expect, it } from "vitest";
import { readTargetGroups } from "../../../../fleet/local/target-groups.ts";
import { trafficFlaws } from "../../../../fleet/local/traffic/flaws.ts";
import { testTraffic } from "../../../../fleet/local/traffic/test-traffic.ts";
import { addHostedZone } from "../../../../sim/aws/route53/operations.ts";
import { fixed, forwardByWeight, openEdge, type Edge } from "../../../sim/data-plane/edge.ts";
import { addSecureListener, redirectToHttps } from "../../../sim/data-plane/secure-listener.ts";

type Secure = Parameters<typeof addSecureListener>[1];

/** A load balancer whose HTTPS listener forwards to an app by its host; port 80 leads there. */
async function openShop(host: string, secure: Secure) {
  const edge = await openEdge();
  edge.addPods(["192.168.0.10"]);
  const listener = addSecureListener(edge, { action: fixed("nobody", "404"), ...secure });
  edge.call("CreateRule", {
    ListenerArn: listener.arn,
    Priority: 1,
    Conditions: [{ Field: "host-header", HostHeaderConfig: { Values: [host] } }],
    Actions: [forwardByWeight({ [edge.targetGroupArn]: 1 })],
  });
  redirectToHttps(edge);
  edge.cloud.clock.advance(60_000);
  return { edge, listener };
}

async function test({ cloud, dataPlane, loadBalancerArn }: Edge) {
  const loadBalancers = [{ arn: loadBalancerArn, name: "edge", dnsName: "", state: "active" }];
  const targetGroups = readTargetGroups(cloud);
  const targets = targetGroups.map(({ name, app }) => ({
    ...{ loadBalancers: ["edge"], targetGroup: name, app, cluster: "myeks", pod: null },
    ...{ ip: "192.168.0.10", port: 8080, zone: "", state: "healthy" },
  }));
  const verification = { loadBalancers, targetGroups, targets, standIns: [] };
  const [report] = await testTraffic(cloud, dataPlane, verification, { requests: 10 });
  return report!;
}

describe("the traffic test by HTTPS", () => {
  it("asks apps by names of the certificates, follows the redirect and sees the response headers", async () => {
    const { edge, listener } = await openShop("shop.example.com", {
      certificates: [["example.com"], ["*.example.com"]],
    });
    edge.call("ModifyListenerAttributes", {
      ListenerArn: listener.arn,
      Attributes: [
        { Key: "routing.http.response.x_frame_options.header_value", Value: "DENY" },
        { Key: "routing.http.response.server.enabled", Value: "false" },
      ],
    });
    const report = await test(edge);
    expect(report.traffic).toMatchObject({ requests: 10, errors: 0, notTested: [], byCluster: { myeks: 8 } });
    expect(report.listeners).toMatchObject([
      { protocol: "HTTP", port: 80, requests: 1, certificates: [], responseHeaders: [], hidesServer: false },
      {
        ...{
          protocol: "HTTPS",
          port: 443,
          requests: 9,
          responseHeaders: ["x-frame-options"],
          hidesServer: true,
        },
        certificates: ["example.com", "*.example.com"],
      },
    ]);
    expect(report.applications[0]!.routes).toMatchObject([
      { port: 443, request: { host: "shop.example.com" }, serverName: "shop.example.com", answers: 8 },
    ]);
    expect(report.ownAnswers).toMatchObject([
      { port: 80, request: { host: "example.com" }, location: "https://example.com:443/", followed: 404 },
      { port: 443, request: { host: "example.com" }, status: 404, location: null, followed: null },
    ]);
    expect(trafficFlaws(report)).toEqual([]);
  });

  it("asks by another name for a rule that no certificate's name comes to", async () => {
    const { edge } = await openShop("shop.example.com", {});
    const { ownAnswers } = await test(edge);
    expect(ownAnswers[1]).toMatchObject({
      ...{ rule: "default", request: { host: "sample.example.com" }, status: 404 },
      serverName: "shop.example.com",
    });
  });

  it("finds a host that no certificate is for", async () => {
    const { edge } = await openShop("shop.test", {});
    const report = await test(edge);
    expect(report.applications[0]!.routes).toMatchObject([
      { request: null, notTested: "no certificate of the listener is for shop.test" },
    ]);
    expect(trafficFlaws(report)).toEqual([
      "rule 1 (host shop.test) on port 443 of app app: no certificate of the listener is for shop.test, so that browsers refuse to connect; add it to certificate.names",
    ]);
  });

  it("leaves mutual TLS out, and then does not follow the redirect", async () => {
    const { edge } = await openShop("shop.example.com", { mutual: { Mode: "passthrough" } });
    const { traffic, listeners, ownAnswers } = await test(edge);
    expect(traffic).toMatchObject({
      notTested: ["HTTPS on port 443 with mutual TLS"],
      ownAnswers: { 301: 10 },
    });
    expect(listeners.map(({ protocol }) => protocol)).toEqual(["HTTP"]);
    expect(ownAnswers).toMatchObject([{ status: 301, followed: null }]);
  });

  it("says where names lead that a hosted zone has", async () => {
    const { edge } = await openShop("shop.example.com", {});
    const { cloud, loadBalancerArn } = edge;
    const zoneId = addHostedZone(cloud, { name: "example.com", delegated: true });
    expect((await test(edge)).names).toEqual([
      { name: "shop.example.com", zone: "example.com", leadsTo: null, share: 0 },
    ]);
    const { LoadBalancers } = edge.call("DescribeLoadBalancers", { LoadBalancerArns: [loadBalancerArn] });
    const { DNSName, CanonicalHostedZoneId: HostedZoneId } = LoadBalancers[0]!;
    const AliasTarget = { DNSName: `dualstack.${DNSName}`, HostedZoneId, EvaluateTargetHealth: true };
    const set = { Name: "*.example.com", Type: "A", AliasTarget };
    cloud.call(cloud.administrator, "route53", "ChangeResourceRecordSets", {
      HostedZoneId: zoneId,
      ChangeBatch: { Changes: [{ Action: "CREATE", ResourceRecordSet: set }] },
    });
    expect((await test(edge)).names).toEqual([
      { name: "shop.example.com", zone: "example.com", leadsTo: "edge", share: 1 },
    ]);
  });
});
