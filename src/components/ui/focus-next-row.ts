/**
 * Before a row goes with the button that removes it: gives the focus to the button of the next row, else of the one
 * before, else to what adds a row. The list has `data-rows`, those buttons `data-remove-row`, the last `data-add-row`.
 */
export function focusNextRow(button: HTMLElement): void {
  const rows = button.closest("[data-rows]");
  /** Not those of a list within a row. */
  const own = (selector: string) =>
    Array.from(rows?.querySelectorAll<HTMLElement>(selector) ?? []).filter(
      (one) => one.closest("[data-rows]") === rows,
    );
  const buttons = own("[data-remove-row]");
  const at = buttons.indexOf(button);
  (buttons[at + 1] ?? buttons[at - 1] ?? own("[data-add-row]")[0])?.focus();
}
