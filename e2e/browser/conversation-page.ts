/** The page of one conversation as a person handles it, and the way to it. */
import type { Locator, Page } from "@playwright/test";

export class ConversationPage {
  constructor(readonly page: Page) {}

  /** Begins a conversation with a specialist, by short name. */
  async begin(specialist: string, message: string, { shared = false } = {}): Promise<void> {
    await this.page.goto("/chat");
    await this.page.getByRole("radio", { name: specialist }).check({ force: true });
    if (shared) await this.page.getByLabel("Let other specialists join").check();
    await this.send(message);
    await this.page.waitForURL(/\/chat\/sess_/);
  }

  async open(id: string): Promise<void> {
    await this.page.goto(`/chat/${id}`);
    await this.composer.waitFor();
  }

  get id(): string {
    return new URL(this.page.url()).pathname.split("/").at(-1) ?? "";
  }

  get composer(): Locator {
    return this.page.getByRole("combobox", { name: "Message", exact: true });
  }

  async send(message: string): Promise<void> {
    await this.composer.fill(message);
    await this.composer.press("Enter");
  }

  /** The answers on the screen, in their order. */
  get answers(): Locator {
    return this.page.getByRole("article", { name: /^Answer of/ });
  }

  /** The user's messages on the screen, in their order. */
  get asked(): Locator {
    return this.page
      .getByRole("listitem")
      .filter({ has: this.page.getByRole("button", { name: "Edit and send again" }) });
  }
}
