// What <basin-lab> says by itself, and in which language. It lives in other people's pages, so it
// has these few words with it; the lab in the frame fetches its own.

export const kWords = {
  en: {
    start: 'Start',
    loading: 'Loading',
    failed: 'This lab could not be loaded.',
    unknown: 'There is no lab of this name.',
    unclosed: 'For the author of this page: HTML knows no “/>”. Write </basin-lab> behind <basin-lab …>, or the rest of the page is inside the lab.',
    stopped: 'The browser has ended this lab.',
    open: 'Open it in a page of its own',
    retry: 'Try again',
  },
  de: {
    start: 'Starten',
    loading: 'Wird geladen',
    failed: 'Dieses Labor ließ sich nicht laden.',
    unknown: 'Ein Labor dieses Namens gibt es nicht.',
    unclosed: 'An die Autorin oder den Autor dieser Seite: HTML kennt kein „/>“. Hinter <basin-lab …> gehört </basin-lab>, sonst liegt der Rest der Seite im Labor.',
    stopped: 'Der Browser hat dieses Labor beendet.',
    open: 'Auf einer eigenen Seite öffnen',
    retry: 'Erneut versuchen',
  },
  es: {
    start: 'Iniciar',
    loading: 'Cargando',
    failed: 'No se ha podido cargar este laboratorio.',
    unknown: 'No hay ningún laboratorio con este nombre.',
    unclosed: 'Para quien escribió esta página: HTML no conoce «/>». Escriba </basin-lab> detrás de <basin-lab …>; si no, el resto de la página queda dentro del laboratorio.',
    stopped: 'El navegador ha cerrado este laboratorio.',
    open: 'Abrirlo en su propia página',
    retry: 'Reintentar',
  },
  zh: {
    start: '开始',
    loading: '正在加载',
    failed: '本实验无法加载。',
    unknown: '没有这个名称的实验。',
    unclosed: '致本页作者：HTML 中没有“/>”。请在 <basin-lab …> 之后写上 </basin-lab>，否则页面的其余部分会落入实验之中。',
    stopped: '浏览器已终止本实验。',
    open: '在单独的页面中打开',
    retry: '重试',
  },
};

/** The language meant by a tag such as "de-CH"; empty when there is none. */
const spoken = (tag) => {
  const first = String(tag ?? '').toLowerCase().split('-')[0];
  return Object.hasOwn(kWords, first) ? first : '';
};

/**
 * The language to speak: the first that there is of the attribute's, the text's around the element and
 * the reader's. A page that names one is meant; `named` is '' where it is left to the reader.
 */
export function languageFor(attribute, around, reader = []) {
  const named = spoken(attribute) || spoken(around);
  return { named, language: named || reader.map(spoken).find(Boolean) || 'en' };
}
