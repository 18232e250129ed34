import { expect, it } from "vitest";
import { configProblems } from "../../support/config-problems.ts";

const of = (service: string, resource: string, region = "us-east-1") =>
  `arn:aws:${service}:${region}:123456789012:${resource}`;
const CERTIFICATE = of("acm", "certificate/12345678-1234-1234-1234-123456789012");
const ACL = of("wafv2", "regional/webacl/shop/1");
const STORE = of("elasticloadbalancing", "truststore/clients/0123456789abcdef");
const TOPIC = of("sns", "slack");
const LISTENER = of("elasticloadbalancing", "listener/app/given/0123456789abcdef/0123456789abcdef");
const GROUP = of("logs", "log-group:aws-waf-logs-shop");

it("what an owner's stack names is of its region, as AWS takes nothing of another one", async () => {
  const elsewhere = (path: string, arn: string) =>
    `${path} is "${arn}", which is of us-east-1; use one of the stack's region, ap-northeast-2`;
  expect(
    await configProblems("cluster1", {
      ingress: {
        tls: {
          certificateArns: [CERTIFICATE.replace("us-east-1", "ap-northeast-2"), CERTIFICATE],
          mutual: { trustStoreArn: STORE },
        },
        webAclArn: ACL,
      },
      alarms: { topicArn: TOPIC },
    }),
  ).toEqual([
    elsewhere("ingress.tls.certificateArns[1]", CERTIFICATE),
    elsewhere("ingress.tls.mutual.trustStoreArn", STORE),
    elsewhere("ingress.webAclArn", ACL),
    elsewhere("alarms.topicArn", TOPIC),
  ]);
  expect(
    await configProblems("cluster1", {
      ingress: { ownership: "pulumi", listenerArn: LISTENER, priorityFrom: 1 },
    }),
  ).toEqual([elsewhere("ingress.listenerArn", LISTENER)]);
  expect(await configProblems("cluster1", { protection: { logging: { destinationArn: GROUP } } })).toEqual([
    elsewhere("protection.logging.destinationArn", GROUP),
  ]);
});

it("certificates of Network Load Balancers are of its region, too", async () => {
  const nlb = { ports: [{ port: 8883, protocol: "TLS" }], tls: { certificateArns: [CERTIFICATE] } };
  const broker = { image: "registry.example.com/broker:1", routes: [], nlb };
  expect(await configProblems("cluster2", { app: undefined, apps: { broker } })).toEqual([
    `apps.broker.nlb.tls.certificateArns[0] is "${CERTIFICATE}", which is of us-east-1; use one of the stack's region, ap-northeast-2`,
  ]);
});

it("what has no region is of every one", async () => {
  const logging = { destinationArn: "arn:aws:s3:::aws-waf-logs-shop" };
  expect(await configProblems("cluster1", { protection: { logging } })).toEqual(["accepted"]);
});
