/** What the simulated load balancer is compared with: an HTTP server of Node alone, with a page of like size. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const page = `<!doctype html><title>Cluster 1</title><body>${" ".repeat(256)}</body>`;

const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "text/html", "content-length": page.length });
  response.end(page);
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.stdin.once("end", () => server.close()).resume();
