// What does not fit on this page: what sticks out, which words are cut, which fields lie under a bar.
() => {
  const found = [];
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) {
    const out = [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > wide + 0.5
      && !one.closest(".table-scroll, .nav, svg, .sr, .skip"));
    found.push("wider than the screen: " + out.slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(" | "));
  }
  for (const one of document.querySelectorAll(".btn, .pill, .mark, .chip, .rating, .grade, button, th")) {
    for (const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT); walker.nextNode();) {
      const node = walker.currentNode;
      for (const word of node.data.matchAll(/[^\s\-–/]+/g)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const tops = new Set([...range.getClientRects()].filter((box) => box.width).map((box) => Math.round(box.top)));
        if (tops.size > 1) found.push(`cut: ${word[0]}`);
      }
    }
  }
  const fields = [...document.querySelectorAll("main input:not([type=hidden]), main select, main textarea")]
    .filter((one) => one.checkVisibility() && !one.disabled);
  for (const one of fields.slice(0, 30)) {
    one.focus({ focusVisible: true });
    const box = one.getBoundingClientRect();
    const on = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
    for (let up = on; up; up = up.parentElement) {
      if (["sticky", "fixed"].includes(getComputedStyle(up).position)
        && !up.contains(one)) found.push(`hidden: ${one.name}`);
    }
  }
  return found;
}
