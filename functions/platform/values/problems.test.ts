import { expect, test } from "vitest";
import { isProblem, notFound, ProblemError, problem, problemError, unavailable } from "./problems.ts";

test("problem error: has its detail, field errors and retry time", () => {
  const errors = [{ path: "items.0.sku", message: "is unknown" }];
  const refusal = problemError(unavailable, "The table is busy.", { errors, retryAfter: 3 });
  expect(refusal).toBeInstanceOf(ProblemError);
  expect(refusal).toMatchObject({ message: "The table is busy.", problem: unavailable, errors, retryAfter: 3 });
});

test("problems with the same code are the same problem", () => {
  const sameCode = problem(404, "not_found", "Other words.");
  expect(isProblem(problemError(notFound, "gone"), sameCode)).toBe(true);
  expect(isProblem(problemError(notFound, "gone"), unavailable)).toBe(false);
});

test.each([new Error("not_found"), { code: "not_found" }, undefined])("%s: not a problem error", (error) => {
  expect(isProblem(error, notFound)).toBe(false);
});
