import type { Locator } from "@playwright/test";
import { ConversationPage } from "./conversation-page.ts";
import { expect, test } from "./hub-test.ts";
import { TeamPage } from "./team-page.ts";

const good = (place: Locator): Locator => place.getByRole("button", { name: "Good answer" });
const poor = (place: Locator): Locator => place.getByRole("button", { name: "Poor answer" });

test("an answer is rated once it has ended; that is kept over a reload, shows in another tab at once, and is taken back", async ({
  page,
  context,
  hub,
}) => {
  hub.fake.script("lighthouse", { tokens: ["A tower", " with a light.", " More."], stallAfter: { tokens: 2 } });
  const chat = new ConversationPage(page);
  await chat.begin("apollo", "what is a lighthouse?");
  const answer = chat.answers.first();
  await expect(answer).toContainText("A tower with a light.");
  await expect(good(answer)).toBeHidden();
  await answer.getByRole("button", { name: "Stop" }).click();
  await good(answer).focus();
  await page.keyboard.press("Space");
  await expect(good(answer)).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  await expect(good(answer)).toHaveAttribute("aria-pressed", "true");

  const other = new ConversationPage(await context.newPage());
  await other.open(chat.id);
  await expect(good(other.answers.first())).toHaveAttribute("aria-pressed", "true");
  await poor(answer).click();
  await expect(good(answer)).toHaveAttribute("aria-pressed", "false");
  await expect(poor(other.answers.first())).toHaveAttribute("aria-pressed", "true");
  await expect(good(other.answers.first())).toHaveAttribute("aria-pressed", "false");
  await poor(other.answers.first()).click();
  await expect(poor(answer)).toHaveAttribute("aria-pressed", "false");
  await page.reload();
  await expect(poor(answer)).toHaveAttribute("aria-pressed", "false");
});

test("each lane of a broadcast is rated by itself; the rating shows in another tab", async ({ page, context, hub }) => {
  hub.fake.script("windmill", { text: "It turns." });
  const team = new TeamPage(page);
  await team.open();
  await team.choose("apollo", "athena");
  await team.send("what does a windmill do?");
  const [apollo, athena] = [team.lane("apollo-ai"), team.lane("athena-ai")];
  await poor(apollo).click();
  await good(athena).click();
  await expect(poor(apollo)).toHaveAttribute("aria-pressed", "true");
  await expect(good(apollo)).toHaveAttribute("aria-pressed", "false");
  const other = new TeamPage(await context.newPage());
  await other.open();
  await expect(good(other.lane("athena-ai"))).toHaveAttribute("aria-pressed", "true");
  await good(athena).click();
  await expect(good(other.lane("athena-ai"))).toHaveAttribute("aria-pressed", "false");
  await page.reload();
  await expect(poor(apollo)).toHaveAttribute("aria-pressed", "true");
});

test("a rating shows before the hub has it, the last click is the last word, and one that is refused goes back", async ({
  page,
  hub,
  tolerate,
}) => {
  tolerate.push(/500/);
  hub.fake.script("beacon", { text: "A fire on a hill." });
  const chat = new ConversationPage(page);
  await chat.begin("apollo", "what is a beacon?");
  const answer = chat.answers.first();
  await expect(good(answer)).toBeVisible();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const sent: unknown[] = [];
  await page.route("**/api/trpc/runs.rate**", async (route) => {
    sent.push(route.request().postDataJSON());
    await held;
    await route.continue();
  });
  await good(answer).click();
  await expect(good(answer)).toHaveAttribute("aria-pressed", "true");
  await poor(answer).click();
  await expect(poor(answer)).toHaveAttribute("aria-pressed", "true");
  expect(sent).toHaveLength(1);
  letGo();
  await expect.poll(() => sent).toMatchObject([{ value: 1 }, { value: -1 }]);
  await page.reload();
  await expect(poor(answer)).toHaveAttribute("aria-pressed", "true");

  await page.unroute("**/api/trpc/runs.rate**");
  await page.route("**/api/trpc/runs.rate**", (route) => route.fulfill({ status: 500, body: "{}" }));
  await good(answer).click();
  await expect(page.getByText(/The rating is not kept/)).toBeVisible();
  await expect(poor(answer)).toHaveAttribute("aria-pressed", "true");
});

test("a rating in one tab is one read in another, however many lanes it shows", async ({ page, context, hub }) => {
  hub.fake.script("sluice", { text: "It holds water back." });
  const team = new TeamPage(page);
  await team.open();
  await team.choose("apollo", "athena", "metis", "hermes");
  await team.send("what does a sluice do?");
  await expect(good(team.lane("hermes-ai"))).toBeVisible();
  const other = new TeamPage(await context.newPage());
  await other.open();
  await expect(good(other.lane("hermes-ai"))).toBeVisible();
  let reads = 0;
  other.page.on("request", (request) => {
    reads += request.url().split("team.recent").length - 1;
  });
  await good(team.lane("apollo-ai")).click();
  await expect(good(other.lane("apollo-ai"))).toHaveAttribute("aria-pressed", "true");
  // One for the rating, and perhaps the one that is made from time to time.
  expect(reads).toBeLessThanOrEqual(2);
});
