import { expect, test } from "vitest";
import { synthesize } from "./synthesize.ts";

/** What holds data, or is known to others by its address: CloudFormation knows each by this id alone. */
const pinned: Readonly<Record<string, readonly string[]>> = {
  "AWS::DynamoDB::Table": ["Table710B521B"],
  "AWS::ApiGateway::RestApi": ["ApiCD79AAA0"],
  "AWS::Events::EventBus": ["EventsD32975C2"],
  "AWS::SQS::Queue": [
    "BackordersSubscriptionDeadLettersQueueAEC52435",
    "BackordersSubscriptionQueue6C0BEF68",
    "BackordersSubscriptionUndeliveredQueue2306B17E",
    "RelayFailuresQueue133AF048",
    "RelayParkingQueue84AC19D3",
    "ShippingSubscriptionDeadLettersQueueA93A4EBD",
    "ShippingSubscriptionQueue2107BC4C",
    "ShippingSubscriptionUndeliveredQueueE5D6993C",
    "StockLevelsSubscriptionDeadLettersQueue38E12676",
    "StockLevelsSubscriptionQueue94D8D4A3",
    "StockLevelsSubscriptionUndeliveredQueueC3AB4E3E",
    "SweeperUndeliveredQueueE1D3C7C8",
  ],
};

const template = synthesize({ stage: "prod" });

test.each(Object.entries(pinned))("each %s keeps its logical id, so that no deployment replaces it", (type, ids) => {
  const present = Object.keys(template.findResources(type));

  const lost = ids.filter((id) => !present.includes(id));
  expect(
    lost,
    `A deployment would make a new, empty ${type} in place of ${lost.join(", ")}: give the construct and what it is in their old ids and their old place.`,
  ).toEqual([]);
  const unlisted = present.filter((id) => !ids.includes(id));
  expect(unlisted, `${unlisted.join(", ")} is new: add it to the list above, so that it keeps its id.`).toEqual([]);
});
