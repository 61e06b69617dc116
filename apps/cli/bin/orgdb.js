#!/usr/bin/env node
const OLDEST_NODE = 24;

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  process.stderr.write(
    `orgdb needs Node.js ${OLDEST_NODE} or later; this is ${process.versions.node}. Run it by "npx -y -p node@${OLDEST_NODE} -p pnpm@12 pnpm orgdb".\n`,
  );
  process.exit(2);
}
// Later, because older versions cannot even load it.
const { main } = await import('../dist/index.js');
process.exitCode = await main(process.argv.slice(2));
