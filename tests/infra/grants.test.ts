import { build } from "esbuild";
import { expect, test } from "vitest";
import { type FunctionDeclaration, functions, INDEXES } from "../../functions/registry/functions.ts";
import { projectRoot } from "../../local/environment.ts";

/** The action that each command of the table's client needs; a transaction, and so what is deleted, needs those of the writes in it. */
const actionOf: Readonly<Record<string, string>> = {
  GetCommand: "GetItem",
  BatchGetCommand: "BatchGetItem",
  PutCommand: "PutItem",
  UpdateCommand: "UpdateItem",
  DeleteCommand: "DeleteItem",
  BatchWriteCommand: "BatchWriteItem",
  ScanCommand: "Scan",
};

/** The function's own code, without what the bundler found that nothing calls. */
async function codeOf({ entry, neverLoads = [] }: FunctionDeclaration): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: projectRoot,
    entryPoints: { index: entry },
    outdir: "bundle",
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    external: [...neverLoads],
    logLevel: "silent",
  });
  return outputFiles.map(({ text }) => text).join("\n");
}

/** What the code can do with the table: its commands, its queries of the table itself, and the indexes it names. */
function accessIn(code: string): string[] {
  const commands = [...code.matchAll(/new (\w+Command)\b/g)].flatMap(([, name = ""]) => actionOf[name] ?? []);
  const queries = code.split("new QueryCommand(").slice(1);
  const ofIndexes = queries.filter((query) => query.slice(0, query.indexOf("})")).includes("IndexName"));
  const indexes = ofIndexes.length > 0 ? namedIndexes(code).map((index) => `Query ${index}`) : [];
  const deletions = code.includes('kind: "delete"') ? ["DeleteItem"] : [];
  return [...commands, ...deletions, ...(ofIndexes.length < queries.length ? ["Query"] : []), ...indexes];
}

function namedIndexes(code: string): string[] {
  return Object.keys(INDEXES).filter((index) => code.includes(`"${index}"`));
}

function granted({ table }: FunctionDeclaration): string[] {
  const { items = [], indexes = [] } = table ?? {};
  return [...items, ...indexes.map((index) => `Query ${index}`)];
}

/** What the code of a function could do, and never does: the proof counts what it does (tests/prove/prove.test.ts). */
const NEVER_DONE: Readonly<Record<string, string>> = { sandbox: "UpdateItem", "stock-levels-on-events": "PutItem" };

const sorted = (access: readonly string[]) => [...new Set(access)].sort();

/** The clients whose calls the proof records (tests/prove/world/interception.ts), and compares with the template. */
const recordedClients = ["DynamoDBClient", "EventBridgeClient", "SQSClient", "SecretsManagerClient"];

test.each(functions)("$name is granted what its code calls, and nothing else", async (declaration) => {
  const code = await codeOf(declaration);

  expect(sorted(granted(declaration))).toEqual(
    sorted(accessIn(code).filter((access) => access !== NEVER_DONE[declaration.name])),
  );
  const clients = [...code.matchAll(/new (\w+Client)\(/g)].map(([, name]) => name);
  expect(clients.filter((name) => name === undefined || !recordedClients.includes(name))).toEqual([]);
});

test("exactly the functions that carry effects out can read a secret", async () => {
  const codes = await Promise.all(functions.map(async (one) => ({ one, code: await codeOf(one) })));
  const reading = codes.filter(({ code }) => code.includes("new GetSecretValueCommand("));
  expect(reading.map(({ one }) => one.name)).toEqual(
    functions.filter(({ carriesOutEffects }) => carriesOutEffects).map(({ name }) => name),
  );
});
