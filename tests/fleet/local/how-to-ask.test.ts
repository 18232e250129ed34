import { describe, expect, it } from "vitest";
import { howToAsk } from "../../../fleet/local/how-to-ask.ts";
import type { ListenerReport, OwnAnswerReport, TestedLoadBalancer } from "../../../fleet/local/report.ts";
import type { SampleRequest } from "../../../fleet/local/traffic/sample-request.ts";

const PLAIN: SampleRequest = { method: "GET", host: null, target: "/", headers: {}, from: "127.0.0.1" };

const HTTP: ListenerReport = {
  ...{ protocol: "HTTP", port: 80, url: "http://127.0.0.1:1" },
  ...{ requests: 1, certificates: [], responseHeaders: [], hidesServer: false },
};
const HTTPS: ListenerReport = { ...HTTP, protocol: "HTTPS", port: 443, url: "https://127.0.0.1:2" };

interface Asked extends Partial<SampleRequest> {
  readonly answers?: number;
  /** With one it is asked by HTTPS. */
  readonly serverName?: string;
}

/** Ways to apps that are asked for like this; without an answer where it is to be so. */
function waysTo(apps: Readonly<Record<string, Asked>>, own: Partial<TestedLoadBalancer> = {}) {
  const applications = Object.entries(apps).map(([app, { answers = 1, serverName, ...request }]) => ({
    app,
    requests: 1,
    errors: 0,
    blocked: 0,
    byCluster: {},
    byPod: {},
    targetGroups: [],
    pValue: 1,
    byZones: false,
    routes: [
      {
        ...{ protocol: "HTTP" as const, port: serverName === undefined ? 80 : 443 },
        ...{ serverName: serverName ?? null, withoutCertificate: [] },
        rule: "1",
        conditions: "",
        request: { ...PLAIN, ...request },
        notTested: null,
        shadowedBy: null,
        answers,
      },
    ],
  }));
  const loadBalancer: TestedLoadBalancer = {
    arn: "arn",
    name: "lb",
    dnsName: "lb.example.com",
    state: "active",
    url: "http://127.0.0.1:1",
    listeners: [HTTP, HTTPS],
    names: [],
    traffic: {
      from: "127.0.0.1",
      notTested: [],
      requests: 1,
      errors: 0,
      blocked: {},
      ownAnswers: {},
      byCluster: {},
      byPod: {},
      pValue: 1,
      byZones: false,
    },
    applications,
    ownAnswers: [],
    ...own,
  };
  return howToAsk(loadBalancer, "/tmp/the ca.pem");
}

describe("how to ask for apps", () => {
  it("needs no word where the address alone is enough", () => {
    expect(waysTo({ shop: {} })).toEqual([]);
  });

  it("is a command for each", () => {
    expect(
      waysTo({
        api: { host: "shop.example.com", target: "/api/?version=1" },
        jobs: { method: "POST", headers: { "X-Team": "it's ours" } },
        "status-page": { method: "HEAD" },
        inside: { from: "10.0.0.1" },
        silent: { answers: 0 },
      }),
    ).toEqual([
      "api          curl -H 'Host: shop.example.com' 'http://127.0.0.1:1/api/?version=1'",
      `jobs         curl -X POST -H 'X-Team: it'\\''s ours' http://127.0.0.1:1/`,
      "status-page  curl -I http://127.0.0.1:1/",
    ]);
  });

  it("says by HTTPS whom to trust and where names lead, and follows the redirect", () => {
    const redirect: OwnAnswerReport = {
      ...{ protocol: "HTTP", port: 80, serverName: null, withoutCertificate: [], rule: "default" },
      ...{ conditions: "", request: { ...PLAIN, host: "shop.example.com" }, notTested: null },
      ...{ shadowedBy: null, answers: 1, status: 301, location: "https://shop.example.com:443/" },
      ...{ followed: 200, body: "" },
    };
    const apps = {
      shop: { host: "shop.example.com", serverName: "shop.example.com" },
      other: { host: "sample.example.com", serverName: "shop.example.com" },
      local: { host: "localhost", serverName: "localhost" },
    };
    const trust = "--cacert '/tmp/the ca.pem'";
    const there = "--connect-to :443:127.0.0.1:2";
    expect(waysTo(apps, { ownAnswers: [redirect] })).toEqual([
      `shop      curl ${trust} ${there} https://shop.example.com/`,
      `other     curl ${trust} ${there} -H 'Host: sample.example.com' https://shop.example.com/`,
      `local     curl ${trust} https://localhost:2/`,
      `redirect  curl -L ${trust} --connect-to :80:127.0.0.1:1 ${there} http://shop.example.com/`,
    ]);
    expect(waysTo({ shop: apps.shop }, { ownAnswers: [{ ...redirect, followed: null }] })).toEqual([
      `shop  curl ${trust} ${there} https://shop.example.com/`,
    ]);
  });

  it("is one for all of a host where apps are many", () => {
    const apps = Array.from({ length: 12 }, (_, index) => [
      `app-${index}`,
      { host: "shop.example.com", target: `/${index}/` },
    ]);
    expect(waysTo({ ...Object.fromEntries(apps), news: { host: "news.example.com" } })).toEqual([
      "12 apps  curl -H 'Host: shop.example.com' http://127.0.0.1:1/0/, or /1/, /2/, /3/ and 8 more",
      "news     curl -H 'Host: news.example.com' http://127.0.0.1:1/",
    ]);
  });

  it("is shortened where hosts are many", () => {
    const apps = Array.from({ length: 100 }, (_, index) => [
      `app-${index}`,
      { host: `${index}.example.com` },
    ]);
    const lines = waysTo(Object.fromEntries(apps));
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([
      21,
      "app-0   curl -H 'Host: 0.example.com' http://127.0.0.1:1/",
      "and 80 more",
    ]);
  });
});
