// The form beside the picture: what the app on the canvas shows and takes.

import { Form } from './form.mjs';
import { AppSource } from './source.mjs';

/** A form in `body` for the app behind `page` (main.mjs). */
export const formOfApp = (body, page, theme) =>
  new Form(body, new AppSource(page), { isDark: () => theme.dark });
