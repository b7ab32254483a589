/** Errors that nobody waited for: on Lambda they end the process. */
export const unhandled: string[] = [];

process.on("unhandledRejection", (error) => {
  unhandled.push(error instanceof Error ? `${error.name}: ${error.message.slice(0, 300)}` : String(error));
});
