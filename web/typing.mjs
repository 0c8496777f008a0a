// A touch screen has no keys: a hidden field brings up its keyboard, and what is typed there is
// played to the canvas as keys, since SDL reads nothing else.

/** Left in the field, so that there is something for Backspace to delete. */
const kGuard = '\u200b';

const kNamedKeys = { Backspace: 8, Enter: 13 };

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
  for (const character of text) {
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

/** Returns a function that is told when the app begins (true) and ends (false) to edit a text. */
export function touchKeyboard(canvas, wake) {
  const field = document.getElementById('typing');
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
    else type(canvas, data ?? '');
    clear();
    wake();
  });
  field.addEventListener('compositionend', ({ data }) => {
    type(canvas, data);
    clear();
    wake();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    press(canvas, 'Enter');
    wake();
  });
  return (editing) => {
    if (editing && touched) {
      clear();
      field.focus({ preventScroll: true });
    } else if (document.activeElement === field) {
      canvas.focus({ preventScroll: true });
    }
  };
}
