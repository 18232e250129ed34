import { expect, it } from "vitest";
import { mutualAuthentications } from "../../../../../../../sim/charts/aws-load-balancer-controller/controller/ingress/model/mutual-authentication.ts";

const read = (text: string) =>
  Object.fromEntries(mutualAuthentications({ "alb.ingress.kubernetes.io/mutual-authentication": text }));

it("is read by ports", () => {
  expect(
    read(
      '[{"port":443,"mode":"verify","trustStore":"arn:store","advertiseTrustStoreCaNames":"on"},{"port":8443,"mode":"off"}]',
    ),
  ).toEqual({
    443: {
      Mode: "verify",
      TrustStoreArn: "arn:store",
      IgnoreClientCertificateExpiry: false,
      AdvertiseTrustStoreCaNames: "on",
    },
    8443: { Mode: "off" },
  });
});

it("is refused when it is empty", () => {
  expect(() => read("[]")).toThrow("empty mutualAuthentication configuration from ingress annotation: `[]`");
});
