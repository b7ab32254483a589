import { randomUUID } from "node:crypto";
import { ResponseType } from "aws-cdk-lib/aws-apigateway";
import { gatewayProblems, problemTemplate } from "../../infra/gateway-problems.ts";

const TYPES = [ResponseType.THROTTLED, ResponseType.DEFAULT_5XX, ResponseType.INTEGRATION_FAILURE];

/**
 * What the gateway answers by itself where there are too many requests or a function fails, by code: its templates, as they
 * are deployed, with a request's id. No healthy local stack answers so.
 */
export function gatewayAnswers(): Record<string, unknown> {
  const answers = TYPES.map(({ responseType }) => {
    const problem = gatewayProblems.find(({ type }) => type.responseType === responseType);
    if (!problem) throw new Error(`The gateway has no answer ${responseType}.`);
    const text = problemTemplate(problem).replaceAll("$context.requestId", randomUUID());
    return [problem.code, JSON.parse(text)] as const;
  });
  return Object.fromEntries(answers);
}
