import { expect, it } from "vitest";
import { play, told } from "./support.ts";

it("annotation-prefix-trap deletes what has the earlier annotation, and keeps what has both", async () => {
  const { moments, afterRemedy } = await play("annotation-prefix-trap");
  expect(told(moments)).toBe(
    [
      "ExternalDNS reads the earlier prefix",
      "  dig shop.example.com",
      "    addresses of the load balancer",
      "ExternalDNS reads today's prefix",
      "  cluster myeks, log of external-dns",
      "    info Desired change: DELETE a-shop.example.com TXT",
      "    info Desired change: DELETE aaaa-shop.example.com TXT",
      "    info Desired change: DELETE shop.example.com A",
      "    info Desired change: DELETE shop.example.com AAAA",
      "    info 4 record(s) were successfully updated",
      "    info All records are already up to date",
      "  dig shop.example.com",
      "    NXDOMAIN",
    ].join("\n"),
  );
  expect(told(afterRemedy)).toBe(
    [
      "annotationPrefix is the earlier one again",
      "  dig shop.example.com",
      "    addresses of the load balancer",
      "the object has both prefixes, and ExternalDNS reads today's",
      "  dig shop.example.com",
      "    addresses of the load balancer",
    ].join("\n"),
  );
});

it("name-outside-of-filter has no record, and nobody says so", async () => {
  const { moments, afterRemedy } = await play("name-outside-of-filter");
  expect(told(moments)).toBe(
    [
      "domainFilters are apps.example.com",
      "  cluster myeks, log of external-dns",
      "    info All records are already up to date",
      "  Route 53, zone example.com",
      "    no records",
      "  dig shop.example.com",
      "    NXDOMAIN",
    ].join("\n"),
  );
  expect(told(afterRemedy)).toBe(
    [
      "domainFilters have the name, too",
      "  Route 53, a-shop.example.com.",
      '    TXT "heritage=external-dns,external-dns/owner=multicluster-ingress/myeks,external-dns/resource=ingress/default/page"',
      "  Route 53, aaaa-shop.example.com.",
      '    TXT "heritage=external-dns,external-dns/owner=multicluster-ingress/myeks,external-dns/resource=ingress/default/page"',
      "  Route 53, shop.example.com.",
      "    A alias of a load balancer",
      "    AAAA alias of a load balancer",
      "  dig shop.example.com",
      "    addresses of the load balancer",
    ].join("\n"),
  );
});

it("zone-delegated-elsewhere has records that nobody gets", async () => {
  const { moments, afterRemedy } = await play("zone-delegated-elsewhere");
  expect(told(moments)).toBe(
    [
      "the domain above names other name servers",
      "  cluster myeks, log of external-dns",
      "    info Desired change: CREATE a-shop.example.com TXT",
      "    info Desired change: CREATE aaaa-shop.example.com TXT",
      "    info Desired change: CREATE shop.example.com A",
      "    info Desired change: CREATE shop.example.com AAAA",
      "    info 4 record(s) were successfully updated",
      "    info All records are already up to date",
      "  Route 53, a-shop.example.com.",
      '    TXT "heritage=external-dns,external-dns/owner=multicluster-ingress/myeks,external-dns/resource=ingress/default/page"',
      "  Route 53, aaaa-shop.example.com.",
      '    TXT "heritage=external-dns,external-dns/owner=multicluster-ingress/myeks,external-dns/resource=ingress/default/page"',
      "  Route 53, shop.example.com.",
      "    A alias of a load balancer",
      "    AAAA alias of a load balancer",
      "  dig shop.example.com",
      "    SERVFAIL or the answer of other name servers",
    ].join("\n"),
  );
  expect(told(afterRemedy)).toBe(
    ["it names those of the zone", "  dig shop.example.com", "    addresses of the load balancer"].join("\n"),
  );
});
