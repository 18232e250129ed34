/**
 * What Node runs before the Pulumi SDK and the program, by `nodeargs` in Pulumi.yaml. Plain JavaScript: a Node that
 * cannot strip types has to read it to say so.
 */
import * as module from "node:module";

const NEEDED_MAJOR = 24;

const { version, versions } = process;
if (Number.parseInt(versions.node, 10) < NEEDED_MAJOR) {
  process.stderr.write(
    `error: this program needs Node ${NEEDED_MAJOR} or newer, and pulumi found ${version} (${process.execPath}); ` +
      'install it, or put the one that "npm ci" brings first: export PATH="$PWD/node_modules/.bin:$PATH"\n',
  );
  process.exit(1);
}

// A third of a preview's time in this process goes into compiling the Pulumi SDK. Node keeps what it compiled in the
// folder for temporary files, or in NODE_COMPILE_CACHE; NODE_DISABLE_COMPILE_CACHE=1 turns that off.
module.enableCompileCache();
