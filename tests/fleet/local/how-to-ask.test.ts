import { describe, expect, it } from "vitest";
import { howToAsk } from "../../../fleet/local/how-to-ask.ts";
import type { TestedLoadBalancer } from "../../../fleet/local/report.ts";
import type { SampleRequest } from "../../../fleet/local/traffic/sample-request.ts";

const PLAIN: SampleRequest = { method: "GET", host: null, target: "/", headers: {}, from: "127.0.0.1" };

/** Ways to apps that are asked for like this; without an answer where it is to be so. */
function waysTo(apps: Readonly<Record<string, Partial<SampleRequest> & { readonly answers?: number }>>) {
  const applications = Object.entries(apps).map(([app, { answers = 1, ...request }]) => ({
    app,
    requests: 1,
    errors: 0,
    byCluster: {},
    byPod: {},
    targetGroups: [],
    pValue: 1,
    routes: [
      {
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
    traffic: {
      from: "127.0.0.1",
      notTested: [],
      requests: 1,
      errors: 0,
      ownAnswers: {},
      byCluster: {},
      byPod: {},
      pValue: 1,
    },
    applications,
    ownAnswers: [],
  };
  return howToAsk(loadBalancer);
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
