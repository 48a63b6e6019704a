import { type AddressForm, wordsInAddress } from "#components/ui/use-address-state.ts";

export type StatusChoice = "" | "active" | "expired";

/** What the list is narrowed to; an empty string narrows nothing. */
export type Narrowing = {
  readonly q: string;
  readonly specialist: string;
  readonly status: StatusChoice;
};

const isStatus = (value: string | null): value is "active" | "expired" => value === "active" || value === "expired";

export const narrowingForm: AddressForm<Narrowing> = {
  read: (params) => {
    const status = params.get("status");
    return {
      q: params.get("q") ?? "",
      specialist: params.get("specialist") ?? "",
      status: isStatus(status) ? status : "",
    };
  },
  write: wordsInAddress,
};
