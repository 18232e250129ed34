import { expect, it } from "vitest";
import { chooseCertificate } from "../../../../sim/data-plane/tls/certificates.ts";

const BY_DEFAULT = { names: ["example.com"] };
const WILDCARD = { names: ["*.example.com"] };
const SHOP = { names: ["shop.example.com", "pay.example.com"] };

it.each([
  ["a client that names nobody: the default one", undefined, BY_DEFAULT],
  ["a name that is in one exactly", "pay.example.com", SHOP],
  ["letters do not count", "SHOP.Example.Com", SHOP],
  ["a name that a wildcard stands for", "api.example.com", WILDCARD],
  ["a wildcard stands for one label", "a.b.example.com", BY_DEFAULT],
  ["a name of none: the default one", "elsewhere.test", BY_DEFAULT],
])("chooses a certificate: %s", (_, serverName, expected) => {
  expect(chooseCertificate([BY_DEFAULT, WILDCARD, SHOP], serverName)).toBe(expected);
});

it("has none where none is issued", () => {
  expect(chooseCertificate([], "shop.example.com")).toBeUndefined();
});
