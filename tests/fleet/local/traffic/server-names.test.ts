import { expect, it } from "vitest";
import { serverNamesOf } from "../../../../fleet/local/traffic/server-names.ts";

const BY_DEFAULT = { names: ["*.example.com"] };
const SHOP = { names: ["shop.test"] };

function namesFor(values: readonly string[], host: string | null, certificates = [BY_DEFAULT, SHOP]) {
  const conditions =
    values.length === 0 ? [] : [{ Field: "host-header", HostHeaderConfig: { Values: values } }];
  const sample = { method: "GET", host, target: "/", headers: {}, from: "127.0.0.1" };
  return serverNamesOf(certificates, conditions, sample);
}

it("asks for the host of the request where a certificate is for it", () => {
  expect(namesFor(["shop.test"], "shop.test")).toEqual({ serverName: "shop.test", withoutCertificate: [] });
  expect(namesFor(["*.example.com"], "sample.example.com")).toEqual({
    serverName: "sample.example.com",
    withoutCertificate: [],
  });
});

it("asks for a name that a certificate is for where the rule names no host that could be in one", () => {
  const elsewhere = { serverName: "sample.example.com", withoutCertificate: [] };
  expect(namesFor([], "elsewhere.test")).toEqual(elsewhere);
  expect(namesFor(["shop-*.test"], "shop-.test")).toEqual(elsewhere);
});

it("tells hosts that no certificate is for, and does not ask for them", () => {
  expect(namesFor(["other.test", "shop.test"], "other.test")).toEqual({
    withoutCertificate: ["other.test"],
    notTested: "no certificate of the listener is for other.test",
  });
  expect(namesFor(["shop.test", "other.test"], "shop.test")).toEqual({
    serverName: "shop.test",
    withoutCertificate: ["other.test"],
  });
});

it("asks for nobody without TLS", () => {
  expect(namesFor(["shop.test"], "shop.test", [])).toEqual({ withoutCertificate: [] });
});
