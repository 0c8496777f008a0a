// On pages to be read, articles and chapters: whatever was read once opens without a network, too, and what is printed
// says where it is found.

import { register } from './register.mjs';

async function keep() {
  const registration = await register();
  if (!registration) return;
  // Which of them is of this page's version they know themselves.
  const { installing, waiting, active } = registration;
  for (const worker of [installing, waiting, active]) worker?.postMessage({ keep: location.href });
}

document.querySelector('footer').textContent = location.href.split('#')[0];

// The page comes first, with the labs in sight: their frames load before it has.
addEventListener('load', () => void keep().catch(() => {}));
