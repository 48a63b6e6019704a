import type { ComponentProps } from "react";
import { Icon, type IconName } from "./icon.tsx";

const looks = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong disabled:bg-sunken disabled:text-muted",
  plain: "border border-line bg-surface text-ink hover:bg-sunken disabled:text-muted",
  quiet: "text-muted hover:bg-sunken hover:text-ink disabled:opacity-60",
  danger: "border border-line bg-surface text-danger hover:bg-sunken disabled:opacity-60",
} as const;

const sizes = {
  normal: "h-9 px-3 gap-2 text-sm",
  small: "h-7 px-2 gap-1.5 text-xs",
  square: "size-8 justify-center",
} as const;

interface ButtonProps extends ComponentProps<"button"> {
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
  icon?: IconName;
  /** The full name, for a screen reader and as a tooltip, where the visible words are short or none. */
  label?: string;
}

export function Button({
  look = "plain",
  size = "normal",
  icon,
  label,
  className = "",
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`inline-flex items-center rounded-md font-medium transition-colors disabled:cursor-not-allowed ${looks[look]} ${sizes[size]} ${className}`}
      {...rest}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
