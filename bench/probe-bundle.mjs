// Run in a fresh process by bundle.ts: how long one bundle takes to import, and to answer its first event.
const [bundle, event] = process.argv.slice(2);
const context = { awsRequestId: "bench", functionName: "bench", getRemainingTimeInMillis: () => 25_000 };

const start = performance.now();
const { handler } = await import(bundle);
const imported = performance.now();
const answer = event === undefined ? undefined : await handler(JSON.parse(event), context);
const answered = performance.now();

const result = { import: imported - start, first: event === undefined ? null : answered - start };
process.stdout.write(`\n${JSON.stringify({ ...result, status: answer?.statusCode ?? null })}\n`);
