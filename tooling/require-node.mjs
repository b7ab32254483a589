// The first act of every npm script: one clear sentence where the Node on the PATH is too old for the tools.
const [major = 0] = process.versions.node.split(".").map(Number);
const needed = 24;

if (major < needed) {
  console.error(
    `Waybill's tools need Node ${needed} or newer, and this is Node ${process.versions.node}. ` +
      `"npm ci" normally brings its own Node ${needed}; where it could not, install Node ${needed} from https://nodejs.org and run the command again.`,
  );
  process.exit(1);
}
