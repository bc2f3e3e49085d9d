// The time of day as a signal, for texts such as "3 minutes ago".
import { signal } from '@preact/signals';

export const currentTime = signal(new Date());

setInterval(() => {
  currentTime.value = new Date();
}, 30_000);
