import { expect, test } from "vitest";
import { minutesTable } from "./minutes.ts";

test("minutes of each part and together, against their budgets; the times of a part are added up", () => {
  const lines = "install\t30\ncheck\t90.5\na new part\t6\nLocalStack\t200\nLocalStack\t130\n";
  expect(minutesTable(lines)).toBe(
    [
      "minutes            taken   of",
      "install              0.5    1",
      "check                1.5    2",
      "a new part           0.1",
      "LocalStack           5.5    5  over its budget",
      "together             7.6   30",
    ].join("\n"),
  );
});
