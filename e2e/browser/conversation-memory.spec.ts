import { ConversationPage } from "./conversation-page.ts";
import { expect, test } from "./hub-test.ts";

test.use({ hubEnv: { TEKTON_PROVIDER: "demo" } });

test("a specialist remembers within a conversation and not in another", async ({ page }) => {
  const chat = new ConversationPage(page);
  await chat.begin("numa", "My name is Casey.");
  await expect(chat.answers.getByRole("status").first()).toContainText("done");
  await chat.send("What is my name?");
  await expect(chat.answers.last()).toContainText("Casey");
  await chat.begin("numa", "What is my name?");
  await expect(chat.answers.getByRole("status").first()).toContainText("done");
  await expect(chat.answers).not.toContainText("Casey");
});
