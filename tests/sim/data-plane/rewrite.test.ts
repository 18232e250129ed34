import { describe, expect, it } from "vitest";
import { compileRewrite } from "../../../sim/data-plane/rewrite.ts";
import { forwardTo } from "../aws/elbv2/world.ts";
import { openEdge, pathIs, rewriteHost, rewriteUrl } from "./edge.ts";

/** Path and query after a rewrite. */
function rewritten(target: string, regex: string, replace: string): string {
  return compileRewrite([rewriteUrl(regex, replace)])!({ host: "a.test", target }).target;
}

describe("the rewrite of a rule", () => {
  it("is none without transforms", () => {
    expect(compileRewrite()).toBeUndefined();
    expect(compileRewrite([])).toBeUndefined();
  });

  it.each([
    ["/api/v1/users", "^/api/?(.*)$", "/$1", "/v1/users"],
    ["/api", "^/api/?(.*)$", "/$1", "/"],
    ["/api/v1?x=1", "^/api/?(.*)$", "/$1", "/v1?x=1"],
    ["/dp/B09G3HRMW", "^/dp/([A-Za-z0-9]+)/?$", "/product.php?id=$1", "/product.php?id=B09G3HRMW"],
    ["/other?x=1", "^/api/?(.*)$", "/$1", "/other?x=1"],
  ])("makes of %s by %s and %s: %s", (target, regex, replace, expected) => {
    expect(rewritten(target, regex, replace)).toBe(expected);
  });

  it.each([
    [
      "/dp/B09?x=1",
      "^/dp/([A-Z0-9]+)$",
      "/p?id=$1",
      "transform of /dp/B09?x=1 (^/dp/([A-Z0-9]+)$ to /p?id=$1)",
    ],
    ["/a/a", "a", "b", "transform of /a/a (a to b)"],
    ["/a", "a", "$&", "replacement of a transform ($&)"],
    ["/a", "(a)", "$2", "replacement of a transform ($2)"],
    ["/a", "(a)", "$0", "replacement of a transform ($0)"],
  ])("is not simulated where it can be read in two ways: %s by %s and %s", (target, regex, replace, what) => {
    expect(() => rewritten(target, regex, replace)).toThrow(`NotSimulated: ${what}`);
  });

  it("leaves the port out of the host, unless the host stays", () => {
    const rewrite = compileRewrite([rewriteHost("^(.+)\\.example\\.com$", "$1.internal")])!;
    const hostOf = (host: string) => rewrite({ host, target: "/" }).host;
    expect(["shop.example.com", "shop.example.com:8080", "other.test:8080"].map(hostOf)).toEqual([
      "shop.internal",
      "shop.internal",
      "other.test:8080",
    ]);
  });
});

it("comes after the conditions and before the target, which sees nothing of the client's path and host", async () => {
  const { addPods, addRule, get, seen, targetGroupArn } = await openEdge();
  addPods(["192.168.0.10"]);
  addRule(1, [pathIs("/api", "/api/*")], forwardTo(targetGroupArn), [
    rewriteUrl("^/api/?(.*)$", "/$1"),
    rewriteHost("^.+$", "internal.test"),
  ]);
  addRule(2, [pathIs("/odd/*")], forwardTo(targetGroupArn), [rewriteUrl("o", "0")]);
  await get("/api/v1?x=1", { headers: { host: "www.example.com" } });
  await get("/v1", { headers: { host: "www.example.com" } });
  expect(seen.map(({ path, headers }) => [path, headers["host"]])).toEqual([
    ["/v1?x=1", "internal.test"],
    ["/v1", "www.example.com"],
  ]);
  expect(await get("/odd/one")).toMatchObject({
    status: 501,
    body: "NotSimulated: transform of /odd/one (o to 0)\n",
  });
});
