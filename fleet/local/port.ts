import { createServer } from "node:net";
import { UserError } from "../project/errors.ts";

const HOST = "127.0.0.1";

const REMEDIES: Readonly<Record<string, string>> = {
  EADDRINUSE: "is in use; end what uses it, give another one with --port, or leave --port out for a free one",
  EACCES: "needs more rights than you have; give one from 1024 on with --port",
};

/** Makes sure that a port is free, before anything is done that leads to its use. @throws UserError */
export async function requireFreePort(port: number): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, HOST, resolve);
    });
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new UserError(`port ${port} on ${HOST} ${REMEDIES[code] ?? `cannot be used (${code})`}`);
  } finally {
    server.close();
  }
}
