import type { IncomingMessage } from "node:http";
import { expect, it } from "vitest";
import { forwardedHeaders } from "../../../sim/data-plane/request-headers.ts";

const PRESERVE = { "routing.http.preserve_host_header.enabled": "true" };

it.each<[string, number, Record<string, string>, string]>([
  ["shop.test", 8080, {}, "shop.test:8080"],
  ["shop.test:90", 8080, {}, "shop.test:90"],
  ["shop.test", 8080, PRESERVE, "shop.test"],
  ["shop.test", 80, {}, "shop.test"],
  ["shop.test", 443, {}, "shop.test"],
])(
  "a request for %s on port %i with attributes %j reaches the target as one for %s",
  (host, port, more, expected) => {
    const headers = forwardedHeaders({ headers: { host } } as IncomingMessage, {
      clientAddress: "203.0.113.9",
      clientPort: 40_000,
      listenerPort: port,
      protocol: "http",
      traceId: "1-2-3",
      attributes: more,
    });
    expect(headers["host"]).toBe(expected);
  },
);
