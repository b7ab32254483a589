import "./silence-logs.ts";
import { expect, test } from "vitest";
import { functionsWith } from "../../functions/registry/functions.ts";
import { accessOfLambda, grantedAccess } from "../infra/granted-access.ts";
import { synthesize } from "../infra/synthesize.ts";
import { accessNeededBy } from "./runs/needed-access-of.ts";
import { scenarios } from "./scenarios/all.ts";

test("every function is granted what its calls and Lambda itself need, no more and no less", async () => {
  const template = synthesize({ stage: "prod" });
  const ofEach = (accessOf: typeof grantedAccess) =>
    functionsWith("sandbox").flatMap(({ name }) => accessOf(template, name).map((access) => `${name} ${access}`));

  const needed = [...(await accessNeededBy(scenarios)), ...ofEach(accessOfLambda)];

  expect(ofEach(grantedAccess).toSorted()).toEqual(needed.toSorted());
}, 300_000);
