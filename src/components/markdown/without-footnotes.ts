import type { Data, Processor } from "unified";

/** A footnote's text would be taken to the end of its block, or vanish without a reference: it stays where it is. */
export function withoutFootnotes(this: Processor): void {
  const data = this.data() as Data & { micromarkExtensions?: object[] };
  const disable = { null: ["gfmFootnoteCall", "gfmFootnoteDefinition", "gfmPotentialFootnoteCall"] };
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { disable }];
}
