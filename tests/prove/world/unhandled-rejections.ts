/** Unhandled rejections, which would end the process on Lambda. */
export const unhandledRejections: string[] = [];

process.on("unhandledRejection", (error) => {
  unhandledRejections.push(error instanceof Error ? `${error.name}: ${error.message.slice(0, 300)}` : String(error));
});
