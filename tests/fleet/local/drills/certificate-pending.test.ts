import { expect, it } from "vitest";
import { Scene } from "../../../../fleet/local/drills/scene.ts";
import { causes, EDGE, play, told } from "./support.ts";

it("certificate-pending shows a certificate that waits for ever, and is issued", async () => {
  const { moments, afterRemedy } = await play("certificate-pending");
  const waited =
    "waiting for ACM Certificate (arn:aws:acm:ap-northeast-2:123456789012:certificate/UID) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s)";
  expect(causes(moments)).toEqual({
    "the domain above names other name servers": waited,
    "the zone is asked, and the record of validation is deleted": waited,
  });
  expect(told(afterRemedy)).toBe(
    "the record is back\n  ACM certificate example.com\n    ISSUED\n    example.com: SUCCESS\n    *.example.com: SUCCESS",
  );
});

it("certificate-pending can be played with an edge", async () => {
  const { afterRemedy } = await play("certificate-pending", new Scene({ projectDirectory: EDGE }));
  expect(told(afterRemedy)).toContain("ISSUED");
});
