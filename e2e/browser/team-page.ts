/** The team page as a person handles it. */
import type { Locator, Page } from "@playwright/test";

export class TeamPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto("/team");
    await this.composer.waitFor();
  }

  get composer(): Locator {
    return this.page.getByRole("combobox", { name: "Message" });
  }

  /** Chooses exactly these, by short name; a name twice is two lanes. */
  async choose(...names: string[]): Promise<void> {
    await this.page.getByRole("button", { name: "None", exact: true }).click();
    const chosen = new Set<string>();
    for (const name of names) {
      const label = chosen.has(name) ? `Another lane of ${name}` : new RegExp(`^${name},`);
      await this.page.getByRole("button", { name: label }).click();
      chosen.add(name);
    }
  }

  async send(message: string): Promise<void> {
    await this.composer.fill(message);
    await this.composer.press("Enter");
    await this.broadcast(message).waitFor();
  }

  broadcast(message: string): Locator {
    return this.page.getByRole("article", { name: `Broadcast: ${message.slice(0, 80)}` });
  }

  /** The lane of a specialist in the newest broadcast. */
  lane(specialistId: string): Locator {
    return this.page.getByRole("region", { name: specialistId }).first();
  }

  /** The state of a lane, in the words of its badge. */
  badge(specialistId: string): Locator {
    return this.lane(specialistId).getByRole("status").first();
  }

  /** The words of a lane's answer that are numbered `w0 w1 …`, as numbers. */
  async numbered(specialistId: string): Promise<number[]> {
    const text = await this.lane(specialistId).locator("p").allTextContents();
    return (text.join(" ").match(/\bw\d+\b/g) ?? []).map((word) => Number(word.slice(1)));
  }
}
