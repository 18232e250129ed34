import { describe, expect, it } from "vitest";
import { ArgsCheck } from "../../../../components/shared/args-check.ts";
import {
  checkResponseHeaders,
  responseAttributes,
  responseHeadersOf,
  type ResponseHeadersArgs,
} from "../../../../components/shared/load-balancer/response-headers.ts";

const ALL: ResponseHeadersArgs = {
  server: false,
  strictTransportSecurity: { maxAgeSeconds: 31_536_000, includeSubDomains: true, preload: true },
  contentSecurityPolicy: "default-src 'self'",
  frameOptions: "DENY",
  noSniff: true,
  cors: {
    allowOrigin: "https://www.example.com:8443",
    allowMethods: ["GET", "PUT"],
    allowHeaders: ["X-Tenant", "Authorization"],
    allowCredentials: true,
    exposeHeaders: ["X-Request-Id"],
    maxAgeSeconds: 86_400,
  },
};

function problems(args: unknown, hasTls = true): readonly string[] {
  const check = new ArgsCheck(args as ResponseHeadersArgs);
  checkResponseHeaders(check, hasTls);
  return check.problems.map(({ path, reason }) => `${path} ${reason}`);
}

it("says all that answers have", () => {
  expect(responseAttributes(responseHeadersOf(ALL, "HTTPS"))).toEqual({
    "routing.http.response.server.enabled": "false",
    "routing.http.response.strict_transport_security.header_value":
      "max-age=31536000; includeSubDomains; preload",
    "routing.http.response.content_security_policy.header_value": "default-src 'self'",
    "routing.http.response.x_frame_options.header_value": "DENY",
    "routing.http.response.x_content_type_options.header_value": "nosniff",
    "routing.http.response.access_control_allow_origin.header_value": "https://www.example.com:8443",
    "routing.http.response.access_control_allow_methods.header_value": "GET,PUT",
    "routing.http.response.access_control_allow_headers.header_value": "X-Tenant,Authorization",
    "routing.http.response.access_control_allow_credentials.header_value": "true",
    "routing.http.response.access_control_expose_headers.header_value": "X-Request-Id",
    "routing.http.response.access_control_max_age.header_value": "86400",
  });
});

it("says over HTTP nothing of HTTPS", () => {
  const { values, server } = responseHeadersOf(ALL, "HTTP");
  expect([values.strict_transport_security, values.x_frame_options, server]).toEqual(["", "DENY", false]);
});

it("says nothing by itself", () => {
  const { server, values } = responseHeadersOf(undefined, "HTTPS");
  expect([server, new Set(Object.values(values))]).toEqual([true, new Set([""])]);
});

describe("args", () => {
  it.each<[string, unknown]>([
    ["all at once", ALL],
    ["nothing", {}],
    ["a browser's memory that is wiped", { strictTransportSecurity: { maxAgeSeconds: 0 } }],
    ["two years", { strictTransportSecurity: { maxAgeSeconds: 63_072_000 } }],
    ["a policy of 1024 characters", { contentSecurityPolicy: "a".repeat(1_024) }],
    ["all origins", { cors: { allowOrigin: "*", allowHeaders: ["*"], maxAgeSeconds: 0 } }],
    ["1024 characters of headers", { cors: { allowOrigin: "*", exposeHeaders: ["a".repeat(1_024)] } }],
  ])("are accepted: %s", (_, args) => {
    expect(problems(args)).toEqual([]);
  });

  it.each<[unknown, string]>([
    [
      { strictTransportSecurity: { maxAgeSeconds: 63_072_001 } },
      "strictTransportSecurity.maxAgeSeconds is 63072001; use a whole number from 0 to 63072000",
    ],
    [
      { strictTransportSecurity: { maxAgeSeconds: 31_535_999, includeSubDomains: true, preload: true } },
      "strictTransportSecurity.preload needs includeSubDomains and maxAgeSeconds of 31536000 or more; leave it out",
    ],
    [
      { strictTransportSecurity: { maxAgeSeconds: 31_536_000, preload: true } },
      "strictTransportSecurity.preload needs includeSubDomains and maxAgeSeconds of 31536000 or more; leave it out",
    ],
    [
      { contentSecurityPolicy: 'script-src "self"' },
      'contentSecurityPolicy is "script-src \\"self\\""; use 1 to 1024 characters of ASCII, without double quotes and backslashes',
    ],
    [{ frameOptions: "ALLOWALL" }, 'frameOptions is "ALLOWALL"; use one of DENY, SAMEORIGIN'],
    [
      { cors: { allowOrigin: "www.example.com" } },
      'cors.allowOrigin is "www.example.com"; use * or an origin such as https://www.example.com',
    ],
    [
      { cors: { allowOrigin: "https://www.example.com/" } },
      'cors.allowOrigin is "https://www.example.com/"; use * or an origin such as https://www.example.com',
    ],
    [
      { cors: { allowOrigin: "*", allowCredentials: true } },
      "cors.allowCredentials does not go with allowOrigin *, as browsers refuse that; name one origin",
    ],
    [
      { cors: { allowOrigin: "*", allowMethods: ["FETCH"] } },
      'cors.allowMethods[0] is "FETCH"; use one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, CONNECT, TRACE',
    ],
    [
      { cors: { allowOrigin: "*", maxAgeSeconds: 86_401 } },
      "cors.maxAgeSeconds is 86401; use a whole number from 0 to 86400",
    ],
    [
      { cors: { allowOrigin: "*", allowHeaders: ["X Tenant"] } },
      'cors.allowHeaders[0] is "X Tenant"; use * or the name of a header such as X-Request-Id',
    ],
    [
      { cors: { allowOrigin: "*", exposeHeaders: ["a".repeat(512), "b".repeat(512)] } },
      "cors.exposeHeaders has 1025 characters with commas; use at most 1024",
    ],
  ])("are refused: %j", (args, problem) => {
    expect(problems(args)).toEqual([problem]);
  });

  it("are refused a policy of 1025 characters", () => {
    expect(problems({ contentSecurityPolicy: "a".repeat(1_025) })).toEqual([
      expect.stringMatching(/^contentSecurityPolicy is "a+.*; use 1 to 1024 characters of ASCII/),
    ]);
  });

  it("want HTTPS for what holds over HTTPS alone", () => {
    expect(problems(ALL, false)).toEqual([
      "strictTransportSecurity needs HTTPS; give the load balancer a certificate, or leave it out",
    ]);
  });
});
