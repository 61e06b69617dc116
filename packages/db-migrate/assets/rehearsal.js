// The statement that the pointer or the keyboard is on is shown below its time line.
for (const step of document.querySelectorAll('.step')) {
  const bars = [...step.querySelectorAll('.bars button')];
  const show = (bar) => {
    for (const one of bars) {
      const isShown = one === bar;
      document.getElementById(one.getAttribute('aria-describedby')).hidden = !isShown;
      one.setAttribute('aria-current', String(isShown));
      one.tabIndex = isShown ? 0 : -1;
    }
  };
  for (const [index, bar] of bars.entries()) {
    bar.addEventListener('pointerenter', () => show(bar));
    bar.addEventListener('focus', () => show(bar));
    bar.addEventListener('keydown', (event) => {
      const target = {
        ArrowLeft: bars[index - 1],
        ArrowRight: bars[index + 1],
        Home: bars[0],
        End: bars.at(-1),
      }[event.key];
      if (target === undefined) return;
      event.preventDefault();
      target.focus();
    });
  }
  if (bars.length > 0) show(bars[0]);
}
