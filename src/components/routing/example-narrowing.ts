import { type AddressForm, wordsInAddress } from "#components/ui/use-address-state.ts";

export type OriginChoice = "" | "shipped" | "added" | "removed";

/** What the examples are narrowed to; an empty string narrows nothing. */
export type ExampleNarrowing = {
  readonly q: string;
  readonly capability: string;
  readonly origin: OriginChoice;
};

const isOrigin = (value: string | null): value is Exclude<OriginChoice, ""> =>
  value === "shipped" || value === "added" || value === "removed";

export const exampleNarrowingForm: AddressForm<ExampleNarrowing> = {
  read: (params) => {
    const origin = params.get("origin");
    return {
      q: params.get("q") ?? "",
      capability: params.get("capability") ?? "",
      origin: isOrigin(origin) ? origin : "",
    };
  },
  write: wordsInAddress,
};
