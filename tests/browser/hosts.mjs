// Pages around a frame: what a learning system or a course page does with messages.

/** The scripts of a page that notes what a frame says (`heard`) and asks it things (`ask`). */
const kListening = `
  self.heard = [];
  self.answers = {};
  self.splice = null;
  const frame = () => document.querySelector('iframe').contentWindow;
  addEventListener('message', ({ data, source }) => {
    if (source !== frame()) return;
    heard.push(data);
    const { subject, message_id } = data;
    if (answers[message_id] && /[.]response$/.test(subject)) answers[message_id](data);
    const answer = self.splice?.(data);
    if (answer) frame().postMessage({ subject: subject + '.response', message_id, ...answer }, '*');
  });
  self.say = (message) => frame().postMessage(message, '*');
  self.ask = (subject, body = {}) => {
    const message_id = 'host-' + Math.random();
    const answer = new Promise((done) => (answers[message_id] = done));
    say({ subject, message_id, ...body });
    return answer;
  };
`;

/** A page with one frame on `src`; `host` is more of its script. */
export const listeningPage = (src, { attributes = 'sandbox="allow-scripts"', host = '' } = {}) =>
  `<!doctype html><title>A learning system</title><body style="margin:0">
<script>${kListening}${host}</script>
<iframe ${attributes} src="${src}" style="display:block;width:834px;height:504px;border:0"></iframe>`;

/**
 * How many colours a picture (an address or data URL) has, looked at in `page`: a canvas that nothing was
 * drawn on has one.
 */
export const coloursOf = (page, url) =>
  page.evaluate(async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    return new Set(new Uint32Array(data.buffer)).size;
  }, url);
