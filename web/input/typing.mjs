// A touch screen has no keys: a hidden field brings up its keyboard, and what is typed there is
// played to the canvas as keys, since SDL reads nothing else.

/** Left in the field, so that there is something for Backspace to delete. */
const kGuard = '\u200b';

const kNamedKeys = { Backspace: 8, Enter: 13, Escape: 27 };

/** Between the place that is typed into and the keyboard, in CSS pixels. */
const kAir = 16;

function press(canvas, name) {
  const init = {
    key: name,
    code: name,
    keyCode: kNamedKeys[name],
    bubbles: true,
    cancelable: true,
  };
  canvas.dispatchEvent(new KeyboardEvent('keydown', init));
  canvas.dispatchEvent(new KeyboardEvent('keyup', init));
}

function type(canvas, text) {
  for (const character of text ?? '') {
    const charCode = character.codePointAt(0);
    canvas.dispatchEvent(
      new KeyboardEvent('keypress', {
        key: character,
        charCode,
        keyCode: charCode,
        bubbles: true,
        cancelable: true,
      }),
    );
  }
}

/** Moves the page up by as much as the keyboard covers of the place that is typed into. */
class Shift {
  #place = null;

  constructor() {
    visualViewport?.addEventListener('resize', () => this.#apply());
    visualViewport?.addEventListener('scroll', () => this.#apply());
  }

  /** The place's top and height on the canvas in CSS pixels, or null when nothing is typed. */
  show(place) {
    this.#place = place;
    this.#apply();
  }

  #apply() {
    let up = 0;
    if (this.#place && visualViewport) {
      const seen = visualViewport.offsetTop + visualViewport.height;
      up = Math.max(0, Math.round(this.#place.top + this.#place.height + kAir - seen));
    }
    const { style } = document.body;
    // A transform, for SDL reckons with it; without need there is none, as it would cost a layer.
    style.transform = up > 0 ? `translateY(${-up}px)` : '';
  }
}

/**
 * Returns a function that is told when the app begins (true) and ends (false) to edit a text, whether
 * it is a number, and where it stands on the canvas: its top and height.
 */
export function touchKeyboard(canvas, wake) {
  const field = document.getElementById('typing');
  const shift = new Shift();
  let touched = false;
  const clear = () => (field.value = kGuard);
  window.addEventListener(
    'pointerdown',
    ({ pointerType }) => (touched = pointerType === 'touch'),
    true,
  );
  field.addEventListener('input', ({ inputType, data }) => {
    if (inputType === 'insertCompositionText') return; // The end of the composition brings it whole.
    if (/^delete/.test(inputType)) press(canvas, 'Backspace');
    else if (inputType === 'insertLineBreak') press(canvas, 'Enter');
    // Some countries' keypads have only a comma; no number holds one.
    else type(canvas, field.inputMode === 'decimal' ? data?.replace(',', '.') : data);
    clear();
    wake();
  });
  field.addEventListener('compositionend', ({ data }) => {
    type(canvas, data);
    clear();
    wake();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    press(canvas, event.key);
    wake();
  });
  // The keyboard was put away, or the reader touched something else of the page.
  field.addEventListener('blur', () => shift.show(null));
  return (editing, number = false, top = 0, height = 0) => {
    if (editing && touched) {
      field.inputMode = number ? 'decimal' : 'text';
      field.style.top = `${top}px`;
      if (document.activeElement !== field) {
        clear();
        field.focus({ preventScroll: true });
      }
      shift.show({ top, height });
    } else if (document.activeElement === field) {
      canvas.focus({ preventScroll: true });
    }
  };
}
