export type MessageKind = 'sms' | 'email';

export type Message = {
  readonly to: string;
  readonly code: string;
  readonly kind: MessageKind;
  /** When it was sent, wall clock milliseconds since the epoch, so that a reader can ask for newer ones. */
  readonly at: number;
};

/** What the mock would have sent by SMS or e-mail. */
export type Outbox = {
  readonly send: (to: string, code: string, kind: MessageKind) => void;
  /** Messages to an address at or after `since`, newest last. */
  readonly since: (to: string, since: number) => Message[];
  /** How many were sent since the start. */
  readonly counts: () => { readonly sms: number; readonly email: number };
};

export function createOutbox(): Outbox {
  const messages = new Map<string, Message[]>();
  const counts = { sms: 0, email: 0 };
  return {
    send: (to, code, kind) => {
      counts[kind] += 1;
      const earlier = messages.get(to) ?? [];
      earlier.push({ to, code, kind, at: Date.now() });
      messages.set(to, earlier);
    },
    since: (to, since) => (messages.get(to) ?? []).filter((message) => message.at >= since),
    counts: () => ({ ...counts }),
  };
}
