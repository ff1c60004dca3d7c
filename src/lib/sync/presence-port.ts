/** Presence as tabs say and hear it: over a channel, which the leading tab joins to the relay. */
import type { Channel } from './deps.ts';
import type { PresenceMessage, PresencePort } from './log.ts';

/** Over the channel `anteroom/OFFICE/presence`. */
export interface Passed extends PresenceMessage {
  readonly topic: string;
  /** From a tab of this browser: the leader sends it on. */
  readonly ours: boolean;
}

export function createPresencePort(channel: Channel, deviceId: string): PresencePort {
  const listeners = new Map<string, Set<(message: PresenceMessage) => void>>();
  channel.listen((received) => {
    const { topic, compartment, device, bytes } = received as Passed;
    const message = { compartment, device, ...(bytes && { bytes }) };
    // Who has gone has gone from every topic.
    const heard = bytes ? [listeners.get(topic)] : [...listeners.values()];
    for (const some of heard) for (const hear of some ?? []) hear(message);
  });
  return {
    send: (compartment, topic, bytes) =>
      channel.post({
        compartment,
        topic,
        device: deviceId,
        bytes: new Uint8Array(bytes),
        ours: true
      } satisfies Passed),
    listen: (topic, hear) => {
      const own = (message: PresenceMessage) => hear(message);
      let some = listeners.get(topic);
      if (!some) listeners.set(topic, (some = new Set()));
      some.add(own);
      return () => some.delete(own);
    }
  };
}
