import './switch.css';

type SwitchProps = {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  /** The label is already beside it. */
  readonly hideLabel?: boolean;
  readonly id?: string;
  readonly describedBy?: string;
};

/** On or off, in effect at once. */
export function Switch({ label, checked, onChange, disabled, hideLabel, id, describedBy }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      id={id}
      aria-checked={checked}
      aria-label={hideLabel ? label : undefined}
      aria-describedby={describedBy}
      disabled={disabled}
      onClick={() => onChange(!checked)}
    >
      <span className="switch-track" />
      {!hideLabel && label}
    </button>
  );
}
