import { expect, it } from "vitest";
import { ResponseParser } from "../../../sim/data-plane/response-parser.ts";

interface Parsed {
  status?: number;
  headers?: readonly string[];
  keepAlive?: boolean;
  body: string;
  ended: boolean;
}

/** Parses a response that arrives in pieces of `size` bytes. */
function parse(text: string, size: number, options: { method?: string; closed?: boolean } = {}): Parsed {
  const parsed: Parsed = { body: "", ended: false };
  const parser = new ResponseParser();
  parser.expect(options.method ?? "GET", {
    onHead: ({ status, rawHeaders, keepAlive }) =>
      Object.assign(parsed, { status, headers: rawHeaders, keepAlive }),
    onBody: (chunk) => {
      parsed.body += chunk.toString("latin1");
    },
    onEnd: () => {
      parsed.ended = true;
    },
  });
  const data = Buffer.from(text, "latin1");
  for (let at = 0; at < data.length; at += size) parser.feed(data.subarray(at, at + size));
  if (options.closed === true) parser.close();
  return parsed;
}

const responses: readonly [string, string, object, Partial<Parsed>][] = [
  [
    "a body of known length",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b: c \r\n\r\nhello",
    {},
    {
      status: 200,
      headers: ["Content-Length", "5", "X-A", "b: c"],
      keepAlive: true,
      body: "hello",
      ended: true,
    },
  ],
  [
    "a chunked body with extensions and trailers",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nT: u\r\n\r\n",
    {},
    { status: 200, body: "hello!", ended: true },
  ],
  ["no body", "HTTP/1.1 204 No Content\r\n\r\n", {}, { status: 204, body: "", ended: true }],
  [
    "the answer to HEAD",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
    { method: "HEAD" },
    { status: 200, body: "", ended: true },
  ],
  [
    "a body that the end of the connection ends",
    "HTTP/1.0 200 OK\r\n\r\nhello",
    { closed: true },
    { status: 200, keepAlive: false, body: "hello", ended: true },
  ],
  [
    "an interim answer before the real one",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    {},
    { status: 201, keepAlive: false, body: "", ended: true },
  ],
  [
    "an end of the connection among other options",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive, Close\r\n\r\nhello",
    {},
    { status: 200, keepAlive: false, body: "hello", ended: true },
  ],
  [
    "a body that is cut short",
    "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
    { closed: true },
    { status: 200, body: "hello", ended: false },
  ],
];

it.each(responses)("reads %s, in whatever pieces it comes", (_name, text, options, expected) => {
  for (const size of [1, 2, 7, 1000]) expect(parse(text, size, options)).toMatchObject(expected);
});

const malformed: readonly [string, string][] = [
  ["bad status line", "SSH-2.0-OpenSSH\r\n\r\n"],
  ["bad header", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"],
  ["bad content-length", "HTTP/1.1 200 OK\r\nContent-Length: 1e3\r\n\r\n"],
  ["bad chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"],
  ["chunk longer than its size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n"],
  ["chunk line too long", `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${"0".repeat(2000)}`],
  ["head too long", `HTTP/1.1 200 OK\r\nX: ${"x".repeat(70_000)}`],
  ["data without a request", "HTTP/1.1 204 No Content\r\n\r\nmore"],
];

it.each(malformed)("refuses a response: %s", (reason, text) => {
  expect(() => parse(text, 10_000)).toThrow(`malformed HTTP response: ${reason}`);
});
