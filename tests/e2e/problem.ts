import * as z from "zod";

const Problem = z.object({
  status: z.number(),
  code: z.string(),
  title: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.output<typeof Problem>;

/** The problem that a raw answer holds. That it is one, with the request's id, the contract's check has seen to. */
export async function problemIn(response: Response): Promise<Problem> {
  return Problem.parse(await response.json());
}

/** Where an answer says that the request is wrong. */
export async function pathsIn(response: Response): Promise<string[]> {
  return ((await problemIn(response)).errors ?? []).map(({ path }) => path);
}
