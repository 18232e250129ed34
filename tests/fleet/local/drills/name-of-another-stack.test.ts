import { expect, it } from "vitest";
import { play, told } from "./support.ts";

it("name-of-another-stack is refused by AWS, and goes on when the name is free", async () => {
  const { moments, afterRemedy } = await play("name-of-another-stack");
  expect(told(moments)).toBe(
    [
      "somebody else has the name",
      "  stack cluster1, aws:route53/record:Record myeks-names-shop.example.com",
      "    creating Route53 Record: InvalidChangeBatch: [Tried to create resource record set [name='shop.example.com.', type='A'] but it already exists]",
      "  Route 53, shop.example.com.",
      "    A 192.0.2.1",
    ].join("\n"),
  );
  expect(told(afterRemedy)).toContain("A alias of a load balancer");
});
