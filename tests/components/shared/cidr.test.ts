import { describe, expect, it } from "vitest";
import {
  blockAt,
  canonicalCidr,
  cidrsOverlap,
  parseCidr,
  usableAddresses,
} from "../../../components/shared/cidr.ts";

const block = (cidr: string) => parseCidr(cidr)!;

describe("parseCidr", () => {
  it.each(["10.0.0.0/8", "192.168.4.0/22", "0.0.0.0/0", "10.1.2.3/32"])("takes %s", (cidr) => {
    expect(parseCidr(cidr)?.address).toBe(cidr);
  });

  it.each(["", "10.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "256.0.0.0/8", "fd00::/8", "10.0.0.0/16 "])(
    "refuses %j",
    (cidr) => {
      expect(parseCidr(cidr)).toBeUndefined();
    },
  );
});

describe("canonicalCidr", () => {
  it.each([
    ["10.0.7.1/16", "10.0.0.0/16"],
    ["10.0.0.0/16", "10.0.0.0/16"],
    ["10.0.0.0/33", undefined],
    ["10.0.0.0", undefined],
  ])("of %s is %s", (cidr, canonical) => {
    expect(canonicalCidr(cidr)).toBe(canonical);
  });
});

describe("blocks", () => {
  it.each([
    ["10.0.0.0/16", "10.0.3.0/24", true],
    ["10.0.3.0/24", "10.0.0.0/16", true],
    ["10.0.0.0/24", "10.0.1.0/24", false],
  ])("%s and %s overlap: %s", (a, b, expected) => {
    expect(cidrsOverlap(block(a), block(b))).toBe(expected);
  });

  it("are counted from the start of a larger one, to its end", () => {
    const vpc = block("192.168.0.0/16");
    expect([0, 1, 5, 63, 64].map((index) => blockAt(vpc, 22, index))).toEqual([
      "192.168.0.0/22",
      "192.168.4.0/22",
      "192.168.20.0/22",
      "192.168.252.0/22",
      undefined,
    ]);
  });

  it("lose five addresses to AWS", () => {
    expect([usableAddresses(block("10.0.0.0/28")), usableAddresses(block("10.0.0.0/22"))]).toEqual([
      11, 1019,
    ]);
  });
});
