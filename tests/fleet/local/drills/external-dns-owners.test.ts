import { expect, it } from "vitest";
import { play, told } from "./support.ts";

it("one-owner-id-twice makes two clusters delete each other's names, until one has an id of its own", async () => {
  const { moments, afterRemedy } = await play("one-owner-id-twice");
  expect(told(moments)).toBe(
    [
      "two clusters have owner id shared",
      "  cluster myeks, log of external-dns",
      "    info Desired change: CREATE a-one.example.com TXT",
      "    info Desired change: CREATE aaaa-one.example.com TXT",
      "    info Desired change: CREATE one.example.com A",
      "    info Desired change: CREATE one.example.com AAAA",
      "    info 4 record(s) were successfully updated",
      "    info Desired change: DELETE a-two.example.com TXT",
      "    info Desired change: DELETE aaaa-two.example.com TXT",
      "    info Desired change: DELETE two.example.com A",
      "    info Desired change: DELETE two.example.com AAAA",
      "    info 8 record(s) were successfully updated",
      "  cluster myeks-cluster2, log of external-dns",
      "    info Desired change: DELETE a-one.example.com TXT",
      "    info Desired change: DELETE aaaa-one.example.com TXT",
      "    info Desired change: DELETE one.example.com A",
      "    info Desired change: DELETE one.example.com AAAA",
      "    info Desired change: CREATE a-two.example.com TXT",
      "    info Desired change: CREATE aaaa-two.example.com TXT",
      "    info Desired change: CREATE two.example.com A",
      "    info Desired change: CREATE two.example.com AAAA",
      "    info 8 record(s) were successfully updated",
    ].join("\n"),
  );
  expect(told(afterRemedy)).toBe(
    [
      "the second cluster has an id of its own",
      "  Route 53, a-one.example.com.",
      '    TXT "heritage=external-dns,external-dns/owner=shared,external-dns/resource=ingress/default/page"',
      "  Route 53, a-two.example.com.",
      '    TXT "heritage=external-dns,external-dns/owner=other,external-dns/resource=ingress/default/page"',
      "  Route 53, aaaa-one.example.com.",
      '    TXT "heritage=external-dns,external-dns/owner=shared,external-dns/resource=ingress/default/page"',
      "  Route 53, aaaa-two.example.com.",
      '    TXT "heritage=external-dns,external-dns/owner=other,external-dns/resource=ingress/default/page"',
      "  Route 53, one.example.com.",
      "    A alias of a load balancer",
      "    AAAA alias of a load balancer",
      "  Route 53, two.example.com.",
      "    A alias of a load balancer",
      "    AAAA alias of a load balancer",
    ].join("\n"),
  );
});

it("two-owners-of-a-name: the second says nothing, and there is a gap when the first goes", async () => {
  const { moments, afterRemedy } = await play("two-owners-of-a-name");
  expect(told(moments)).toBe(
    [
      "the second cluster asks for the name",
      "  cluster myeks-cluster2, log of external-dns",
      "    info All records are already up to date",
      "  Route 53, a-shop.example.com.",
      '    TXT "heritage=external-dns,external-dns/owner=multicluster-ingress/myeks,external-dns/resource=ingress/default/page"',
      "  Route 53, aaaa-shop.example.com.",
      '    TXT "heritage=external-dns,external-dns/owner=multicluster-ingress/myeks,external-dns/resource=ingress/default/page"',
      "  Route 53, shop.example.com.",
      "    A alias of a load balancer",
      "    AAAA alias of a load balancer",
      "the first lets it go",
      "  dig shop.example.com",
      "    NXDOMAIN",
      "  Route 53, zone example.com",
      "    no records",
    ].join("\n"),
  );
  expect(told(afterRemedy)).toBe(
    [
      "the second has gone round again",
      "  dig shop.example.com",
      "    addresses of the load balancer",
      "  Route 53, a-shop.example.com.",
      '    TXT "heritage=external-dns,external-dns/owner=multicluster-ingress/myeks-cluster2,external-dns/resource=ingress/default/page"',
      "  Route 53, aaaa-shop.example.com.",
      '    TXT "heritage=external-dns,external-dns/owner=multicluster-ingress/myeks-cluster2,external-dns/resource=ingress/default/page"',
      "  Route 53, shop.example.com.",
      "    A alias of a load balancer",
      "    AAAA alias of a load balancer",
    ].join("\n"),
  );
});
