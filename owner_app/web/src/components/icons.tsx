/** The app's drawings: its mark and a few icons, all of one stroke. Decoration only; the words beside them say what they mean. */
import type { ReactNode } from "react";

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

/** The plumb line: a straight line of copper, and a bob that is a drop. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect className="mark-ground" width="32" height="32" rx="8" />
      <path className="mark-line" d="M16 0v11" />
      <path
        className="mark-drop"
        d="M16 10c3.4 4 6.3 7.3 6.3 11.2a6.3 6.3 0 0 1-12.6 0C9.7 17.3 12.6 14 16 10Z"
      />
    </svg>
  );
}

export const MicrophoneIcon = () => (
  <Icon>
    <rect x="9" y="3" width="6" height="11.5" rx="3" />
    <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
  </Icon>
);
export const CalendarIcon = () => (
  <Icon>
    <rect x="3.5" y="5" width="17" height="15.5" rx="3" />
    <path d="M3.5 10h17M8 3v4M16 3v4" />
  </Icon>
);
export const LinkIcon = () => (
  <Icon>
    <path d="M10 14a4 4 0 0 0 5.700 0l3.100-3.100a4 4 0 0 0-5.700-5.700L12 6.300M14 10a4 4 0 0 0-5.700 0l-3.100 3.100a4 4 0 0 0 5.700 5.700l1.100-1.100" />
  </Icon>
);
export const BookIcon = () => (
  <Icon>
    <path d="M5 5.500A2.5 2.5 0 0 1 7.500 3H19v15H7.500A2.5 2.5 0 0 0 5 20.500ZM5 20.500A2.5 2.5 0 0 0 7.500 21H19M9 7.500h6" />
  </Icon>
);
export const SpeechIcon = () => (
  <Icon>
    <path d="M4 12c0-4.1 3.6-7.5 8-7.5s8 3.4 8 7.5-3.6 7.5-8 7.5c-1.1 0-2.2-.2-3.2-.6L4.5 20l1-3.400A7.2 7.2 0 0 1 4 12Z" />
  </Icon>
);
export const LogOutIcon = () => (
  <Icon>
    <path d="M14 4.500H7a2.5 2.5 0 0 0-2.5 2.500v10A2.5 2.5 0 0 0 7 19.500h7M10.5 12H20M16.5 8.5 20 12l-3.5 3.5" />
  </Icon>
);
export const NewIcon = () => (
  <Icon>
    <path d="M20 12v5.500A2.5 2.5 0 0 1 17.5 20h-11A2.5 2.5 0 0 1 4 17.500v-11A2.5 2.5 0 0 1 6.5 4H12M10 14l.7-3.2 7.6-7.600a1.6 1.6 0 0 1 2.5 2.500l-7.6 7.600L10 14Z" />
  </Icon>
);
export const RefreshIcon = () => (
  <Icon>
    <path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.400L19.5 9M19.5 4v5h-5" />
  </Icon>
);
export const SendIcon = () => (
  <Icon>
    <path d="M12 19V5.500M6 11l6-6 6 6" />
  </Icon>
);
export const PhoneIcon = () => (
  <Icon>
    <path d="M8.2 4.500H5.500a1 1 0 0 0-1 1.100c.6 7.5 6.4 13.3 13.9 13.900a1 1 0 0 0 1.1-1v-2.700a1 1 0 0 0-.7-1l-3-.9a1 1 0 0 0-1.1.4l-1 1.400a12 12 0 0 1-5.4-5.400l1.4-1a1 1 0 0 0 .4-1.100l-.9-3a1 1 0 0 0-1-.7Z" />
  </Icon>
);
export const PinIcon = () => (
  <Icon>
    <path d="M12 21c3.5-3.6 6.5-7 6.5-10.600a6.5 6.5 0 1 0-13 0C5.5 14 8.5 17.4 12 21Z" />
    <circle cx="12" cy="10.3" r="2.3" />
  </Icon>
);
export const PersonIcon = () => (
  <Icon>
    <circle cx="12" cy="8" r="3.8" />
    <path d="M4.5 20a7.5 7.5 0 0 1 15 0" />
  </Icon>
);
export const EyeIcon = ({ crossed }: { crossed: boolean }) => (
  <Icon>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" />
    <circle cx="12" cy="12" r="2.8" />
    {crossed && <path d="m4 4 16 16" />}
  </Icon>
);
export const CloudOffIcon = () => (
  <Icon>
    <path d="M7 18.500a4.5 4.5 0 0 1-.6-9M9.3 6.400A6 6 0 0 1 18 10.500a4 4 0 0 1 2 7.100M4 4l16 16" />
  </Icon>
);
