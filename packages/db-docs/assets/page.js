// Everything that can be read is there without this script; it adds the search, the movement of the diagrams and the theme.
const byId = (id) => document.getElementById(id);

// ---- theme
const theme = byId('theme');
const stored = (() => {
  try {
    return localStorage.getItem('theme');
  } catch {
    return null; // Opened from a disk, some browsers refuse the storage.
  }
})();
const systemDark = matchMedia('(prefers-color-scheme: dark)');
const isDark = () =>
  (document.documentElement.dataset.theme ?? (systemDark.matches ? 'dark' : 'light')) === 'dark';
const nameTheme = () => {
  theme.textContent = isDark() ? 'Light' : 'Dark';
};
if (stored === 'dark' || stored === 'light') document.documentElement.dataset.theme = stored;
systemDark.addEventListener('change', nameTheme);
theme.addEventListener('click', () => {
  const next = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  nameTheme();
  try {
    localStorage.setItem('theme', next);
  } catch {
    // Kept for this visit only.
  }
});
nameTheme();

// ---- navigation
const nav = byId('tables');
const menu = byId('menu');
const showMenu = (open) => {
  nav.classList.toggle('open', open);
  menu.setAttribute('aria-expanded', String(open));
};
menu.addEventListener('click', () => showMenu(!nav.classList.contains('open')));
nav.addEventListener('click', (event) => {
  if (event.target.closest('a')) showMenu(false);
});
const markCurrent = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  const [, table] = /^([^.:]+\.[^.:]+)/.exec(id.replace(/^\w+:/, '')) ?? [];
  for (const link of nav.querySelectorAll('[aria-current]')) link.removeAttribute('aria-current');
  const link = nav.querySelector(`a[href="#${CSS.escape(table ?? id)}"]`);
  if (!link) return;
  link.setAttribute('aria-current', 'true');
  link.closest('details').open = true;
  link.scrollIntoView({ block: 'nearest' });
};
addEventListener('hashchange', markCurrent);
markCurrent();
// Folded parts would be missing on paper.
addEventListener('beforeprint', () => {
  for (const part of document.querySelectorAll('main details')) part.open = true;
  for (const canvas of document.querySelectorAll('.canvas')) canvas.dispatchEvent(new Event('fit'));
});

// ---- search
const query = byId('query');
const hits = byId('hits');
const entries = [...document.querySelectorAll('[data-kind]')].map((element) => {
  const kind = element.dataset.kind;
  const id = element.id;
  const name = id.replace(/^\w+:/, '').replace(':', ' ');
  const about =
    (kind === 'table' ? element.querySelector('.meaning') : element.querySelector('td:last-child'))
      ?.textContent ?? '';
  const extra = kind === 'enum' ? element.cells[1].textContent : '';
  return {
    id,
    kind,
    name,
    about,
    last: name.split(/[. ]/).at(-1),
    text: `${name} ${extra} ${about}`.toLowerCase(),
  };
});
const KINDS = ['system', 'table', 'enum', 'column', 'function', 'index', 'check', 'exclusion'];
const rank = (entry, words) =>
  words.reduce((sum, word) => {
    if (entry.last === word || entry.name === word) return sum;
    if (entry.last.startsWith(word)) return sum + 10;
    return sum + (entry.name.includes(word) ? 20 : 40);
  }, KINDS.indexOf(entry.kind));
let chosen = 0;

function choose(next) {
  const items = [...hits.children];
  if (items.length === 0) return;
  chosen = (next + items.length) % items.length;
  items.forEach((item, index) => {
    item.setAttribute('aria-selected', String(index === chosen));
  });
  items[chosen].scrollIntoView({ block: 'nearest' });
  query.setAttribute('aria-activedescendant', items[chosen].id);
}
function close() {
  hits.hidden = true;
  query.setAttribute('aria-expanded', 'false');
  query.removeAttribute('aria-activedescendant');
}
function find() {
  const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found =
    words.length === 0 ? [] : entries.filter(({ text }) => words.every((word) => text.includes(word)));
  found.sort((a, b) => rank(a, words) - rank(b, words) || a.name.length - b.name.length);
  hits.replaceChildren(
    ...found.slice(0, 60).map((entry, index) => {
      const item = document.createElement('li');
      item.id = `hit-${index}`;
      item.role = 'option';
      item.dataset.target = entry.id;
      const name = document.createElement('code');
      name.textContent = entry.name;
      const kind = document.createElement('small');
      kind.textContent = entry.kind;
      const about = document.createElement('small');
      about.className = 'about';
      about.textContent = entry.about;
      item.append(name, kind, ...(entry.about.trim() === '' ? [] : [about]));
      return item;
    }),
  );
  if (words.length > 0 && found.length === 0) {
    const none = document.createElement('li');
    none.textContent = 'Nothing of that name.';
    hits.append(none);
  }
  hits.hidden = words.length === 0;
  query.setAttribute('aria-expanded', String(words.length > 0));
  choose(0);
}
function go(item) {
  if (!item?.dataset.target) return;
  close();
  query.blur();
  location.hash = item.dataset.target;
  const target = byId(item.dataset.target);
  target.scrollIntoView();
  target.querySelector('a')?.focus({ preventScroll: true });
}
query.addEventListener('input', find);
query.addEventListener('focus', () => query.value && find());
query.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown') choose(chosen + 1);
  else if (event.key === 'ArrowUp') choose(chosen - 1);
  else if (event.key === 'Enter') go(hits.children[chosen]);
  else if (event.key === 'Escape') close();
  else return;
  event.preventDefault();
});
hits.addEventListener('pointerdown', (event) => {
  event.preventDefault();
  go(event.target.closest('li'));
});
query.addEventListener('blur', close);
addEventListener('keydown', (event) => {
  if (event.target.matches('input')) return;
  if (event.key === '/' || (event.key === 'k' && (event.ctrlKey || event.metaKey))) {
    event.preventDefault();
    query.focus();
    query.select();
  }
  if (event.key === 'Escape') showMenu(false);
});

// ---- diagrams
for (const figure of document.querySelectorAll('.diagram')) {
  const canvas = figure.querySelector('.canvas');
  const svg = canvas.querySelector('svg');
  const whole = svg.viewBox.baseVal;
  const full = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  let view = { ...full };

  const show = (next) => {
    const width = Math.min(Math.max(next.width, 200), full.width * 2);
    view = { x: next.x, y: next.y, width, height: (width * next.height) / next.width };
    svg.setAttribute('viewBox', `${view.x} ${view.y} ${view.width} ${view.height}`);
  };
  /** Pixels of the drawing for a pixel of the screen. */
  const scale = () => 1 / svg.getScreenCTM().a;
  const zoom = (factor, at = { x: view.x + view.width / 2, y: view.y + view.height / 2 }) => {
    const width = Math.min(Math.max(view.width * factor, 200), full.width * 2);
    const real = width / view.width;
    show({
      x: at.x - (at.x - view.x) * real,
      y: at.y - (at.y - view.y) * real,
      width,
      height: view.height * real,
    });
  };
  const place = (event) =>
    new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const actions = { in: () => zoom(0.75), out: () => zoom(1 / 0.75), fit: () => show(full) };

  figure.querySelector('.tools').addEventListener('click', (event) => actions[event.target.dataset.zoom]?.());
  canvas.addEventListener('fit', actions.fit);
  // Without a modifier the wheel scrolls the page.
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(event.deltaY * 0.004), place(event));
    },
    { passive: false },
  );
  canvas.addEventListener('keydown', (event) => {
    const step = view.width / 8;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) show({ ...view, x: view.x + moves[event.key][0], y: view.y + moves[event.key][1] });
    else if (event.key === '+' || event.key === '=') actions.in();
    else if (event.key === '-') actions.out();
    else if (event.key === '0') actions.fit();
    else return;
    event.preventDefault();
  });
  canvas.addEventListener('dblclick', (event) => zoom(0.5, place(event)));

  const fingers = new Map();
  let moved = 0;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    fingers.set(event.pointerId, event);
    moved = 0;
  });
  canvas.addEventListener('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    moved += Math.abs(dx) + Math.abs(dy);
    if (moved < 4) return;
    // Only now: a captured pointer would click on the canvas instead of the table.
    canvas.setPointerCapture(event.pointerId);
    canvas.classList.add('moving');
    const other = [...fingers.values()].find((one) => one.pointerId !== event.pointerId);
    if (other) {
      const far = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      zoom(far(before) / Math.max(far(event), 1), place(event));
    } else {
      show({ ...view, x: view.x - dx * scale(), y: view.y - dy * scale() });
    }
    fingers.set(event.pointerId, event);
  });
  for (const end of ['pointerup', 'pointercancel']) {
    canvas.addEventListener(end, (event) => {
      fingers.delete(event.pointerId);
      canvas.classList.remove('moving');
    });
  }
  // A table that was dragged over is not one that was clicked. A click without a count comes from the keyboard.
  canvas.addEventListener('click', (event) => moved >= 4 && event.detail > 0 && event.preventDefault(), true);
  canvas.addEventListener('dragstart', (event) => event.preventDefault());

  const highlight = (table) => {
    canvas.classList.toggle('choosing', table !== undefined);
    const near = new Set([table]);
    for (const link of svg.querySelectorAll('.link')) {
      const { from, to } = link.dataset;
      const touches = table !== undefined && (from === table || to === table);
      link.classList.toggle('near', touches);
      if (touches) near.add(from).add(to);
    }
    for (const box of svg.querySelectorAll('.box')) box.classList.toggle('near', near.has(box.dataset.table));
  };
  for (const box of svg.querySelectorAll('.box')) {
    box.addEventListener('pointerenter', () => highlight(box.dataset.table));
    box.addEventListener('pointerleave', () => highlight(undefined));
    box.addEventListener('focus', () => {
      if (!box.matches(':focus-visible')) return;
      highlight(box.dataset.table);
      const { x, y, width, height } = box.getBBox();
      const { e, f } = box.transform.baseVal.consolidate().matrix;
      const middle = { x: e + x + width / 2, y: f + y + height / 2 };
      const inside =
        middle.x > view.x &&
        middle.x < view.x + view.width &&
        middle.y > view.y &&
        middle.y < view.y + view.height;
      if (!inside) show({ ...view, x: middle.x - view.width / 2, y: middle.y - view.height / 2 });
    });
    box.addEventListener('blur', () => highlight(undefined));
  }
}
