import { expect, it } from "vitest";
import { play, told } from "./support.ts";

it("name-of-another-stack is refused, and goes on when the name is free", async () => {
  const { moments, afterRemedy } = await play("name-of-another-stack");
  expect(told(moments)).toBe(
    [
      "somebody else has the name",
      "  stack cluster1",
      '    the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):',
      "      - dns has shop.example.com, of which zone example.com (Z0DRILL0EXAMPLE0COM0) has a record already (A 192.0.2.1), which ExternalDNS other made for ingress/shop/shop, as its TXT record a-shop.example.com says; let its owner give it up, or leave it out",
      "  Route 53, shop.example.com.",
      "    A 192.0.2.1",
      "  Route 53, a-shop.example.com.",
      '    TXT "heritage=external-dns,external-dns/owner=other,external-dns/resource=ingress/shop/shop"',
      "somebody else takes the name during the update",
      "  stack cluster1, aws:route53/record:Record myeks-names-shop.example.com",
      "    creating Route53 Record: InvalidChangeBatch: [Tried to create resource record set [name='shop.example.com.', type='A'] but it already exists]",
    ].join("\n"),
  );
  expect(told(afterRemedy)).toContain("A alias of a load balancer");
});
