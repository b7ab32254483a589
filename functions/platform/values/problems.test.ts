import { expect, test } from "vitest";
import { isProblem, notFound, ProblemError, problem, problemError, unavailable } from "./problems.ts";

test("an occurrence says what happened, what to fix and when to come again", () => {
  const errors = [{ path: "items.0.sku", message: "is unknown" }];
  const refusal = problemError(unavailable, "The table is busy.", { errors, retryAfter: 3 });
  expect(refusal).toBeInstanceOf(ProblemError);
  expect(refusal).toMatchObject({ message: "The table is busy.", problem: unavailable, errors, retryAfter: 3 });
});

test("a problem is told by its code", () => {
  const sameCode = problem(404, "not_found", "Other words.");
  expect(isProblem(problemError(notFound, "gone"), sameCode)).toBe(true);
  expect(isProblem(problemError(notFound, "gone"), unavailable)).toBe(false);
});

test.each([new Error("not_found"), { code: "not_found" }, undefined])("%s is no problem of ours", (error) => {
  expect(isProblem(error, notFound)).toBe(false);
});
