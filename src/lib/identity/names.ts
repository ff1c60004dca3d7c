/** Names are sealed under the first epoch's key: who is granted a compartment is granted its past. */
import { utf8ToBytes, type Bytes } from '../base/bytes.ts';

export const nameInfo = (compartment: string): Bytes => utf8ToBytes(`anteroom/name/1\0${compartment}`);
