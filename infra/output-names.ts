/** The outputs of the stack with a subscription's queues. */
export interface QueueOutputs {
  readonly queue: string;
  readonly deadLetters: string;
  readonly undelivered: string;
}

export function queueOutputs(subscription: { readonly name: string }): QueueOutputs {
  const name = pascalCase(subscription.name);
  return { queue: `${name}QueueUrl`, deadLetters: `${name}DlqUrl`, undelivered: `${name}UndeliveredUrl` };
}

/** The output of the stack with a function's name on AWS. */
export function functionOutput(name: string): string {
  return `${pascalCase(name)}FunctionName`;
}

/** shipping-on-order-placed -> ShippingOnOrderPlaced */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
