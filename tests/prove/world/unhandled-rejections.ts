/** Unhandled rejections, which would end the process on Lambda. */
export const unhandled: string[] = [];

process.on("unhandledRejection", (error) => {
  unhandled.push(error instanceof Error ? `${error.name}: ${error.message.slice(0, 300)}` : String(error));
});
