// What the tests measure inside a page. Loaded into every page before it, by tests/browser.py; the
// page itself holds no script. Each of these gives a list of [fault, element, detail].
"use strict";
window.look = (() => {
  const SLACK = 1; // px that rounding may cost
  const LEAST_TEXT = 11; // px
  const LEAST_TARGET = 24; // px
  const LEAST_CONTRAST = 4.5;

  const squeezed = (text) => text.replace(/\s+/g, " ").trim();
  const all = (selector) => [...document.querySelectorAll(selector)];

  function named(element) {
    const id = element.id ? `#${element.id}` : "";
    const classes = [...element.classList].map((one) => `.${one}`).join("");
    return `<${element.localName}${id}${classes}> "${squeezed(element.textContent).slice(0, 60)}"`;
  }

  function* ancestors(element) {
    for (let one = element; one; one = one.parentElement) yield one;
  }

  // Whether an element is only there for who listens, or until it has the focus.
  function setAside(element) {
    for (const one of ancestors(element)) {
      const style = getComputedStyle(one);
      if (style.position !== "absolute" && style.position !== "fixed") continue;
      const box = one.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1) return true;
      if (box.right <= 0 || box.bottom + scrollY <= 0) return true;
    }
    return false;
  }

  const seen = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !setAside(element);

  // Every text node that is seen, with the element it stands in.
  function textNodes() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.trim() && seen(node.parentElement)) found.push([node, node.parentElement]);
    }
    return found;
  }

  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflow);
  const scroller = (element) => {
    for (const one of ancestors(element)) if (one !== document.documentElement && scrolls(one)) return one;
    return null;
  };

  // The lines of a text, as boxes, as far as the region they scroll in shows them.
  function lines([node, element]) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const region = scroller(element)?.getBoundingClientRect();
    return [...range.getClientRects()]
      .map(({ left, right, top, bottom }) => ({ left, right, top, bottom }))
      .map((box) => !region ? box : {
        left: Math.max(box.left, region.left), right: Math.min(box.right, region.right),
        top: Math.max(box.top, region.top), bottom: Math.min(box.bottom, region.bottom),
      })
      .filter((box) => box.right - box.left > SLACK && box.bottom - box.top > SLACK)
      .map((box) => ({ ...box, node, element }));
  }

  function wider(texts) {
    const found = [];
    if (document.scrollingElement.scrollWidth > innerWidth)
      found.push(["wider", "<html>", `${document.scrollingElement.scrollWidth} px`]);
    const stickOut = (element, box) => {
      if (!scroller(element) && (box.left < -SLACK || box.right > innerWidth + SLACK))
        found.push(["wider", named(element), `from ${box.left} to ${box.right} px`]);
    };
    for (const { element, ...box } of texts.flatMap(lines)) stickOut(element, box);
    for (const svg of all("svg")) if (seen(svg)) stickOut(svg, svg.getBoundingClientRect());
    return found;
  }

  function cutOff() {
    const found = [];
    for (const element of all("body *")) {
      const style = getComputedStyle(element);
      if (!/hidden|clip/.test(style.overflow) || style.display === "inline" || !seen(element)) continue;
      if (element instanceof SVGElement || !squeezed(element.textContent)) continue;
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
      if (scrollWidth > clientWidth + SLACK || scrollHeight > clientHeight + SLACK)
        found.push(["cut-off", named(element), `${scrollWidth} by ${scrollHeight} px of text in ${clientWidth} by ${clientHeight}`]);
    }
    for (const text of all("svg text")) {
      const outer = text.ownerSVGElement;
      if (seen(text) && !within(text.getBoundingClientRect(), outer.getBoundingClientRect()))
        found.push(["cut-off", named(text), "reaches beyond its drawing"]);
    }
    return found;
  }

  const within = (inner, outer) =>
    inner.left >= outer.left - SLACK && inner.right <= outer.right + SLACK &&
    inner.top >= outer.top - SLACK && inner.bottom <= outer.bottom + SLACK;

  // How far two boxes share their width and, as part of the lower one's, their height.
  const shared = (one, other) => [
    Math.min(one.right, other.right) - Math.max(one.left, other.left),
    (Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)) /
      Math.min(one.bottom - one.top, other.bottom - other.top),
  ];

  // Lines set close may share a little of the space above and below their letters.
  function overlaps(texts) {
    const found = [];
    const boxes = texts.flatMap(lines).sort((one, other) => one.top - other.top);
    boxes.forEach((one, place) => {
      for (const other of boxes.slice(place + 1)) {
        if (other.top >= one.bottom) break;
        if (one.node === other.node) continue;
        const [width, height] = shared(one, other);
        if (width > 2 * SLACK && height > 0.35)
          found.push(["overlap", named(one.element), `and ${named(other.element)}`]);
      }
    });
    return found;
  }

  // A text that touches a box beside it in the drawing has to be in such a box, whole.
  function outOfBox() {
    const found = [];
    for (const text of all("svg text")) {
      const own = text.getBoundingClientRect();
      const boxes = [...text.parentElement.children]
        .filter((one) => one.localName === "rect")
        .map((one) => one.getBoundingClientRect());
      const touched = boxes.filter((box) => shared(own, box).every((part) => part > 0));
      if (seen(text) && touched.length && !touched.some((box) => within(own, box)))
        found.push(["out-of-box", named(text), "reaches beyond its box"]);
    }
    return found;
  }

  function scaleOf(element) {
    const matrix = element instanceof SVGGraphicsElement && element.getScreenCTM();
    return matrix ? Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c)) : 1;
  }

  function small(texts) {
    const found = [];
    for (const [, element] of texts) {
      const size = parseFloat(getComputedStyle(element).fontSize) * scaleOf(element);
      if (size < LEAST_TEXT - 0.05) found.push(["small", named(element), `${size.toFixed(1)} px`]);
    }
    return found;
  }

  // Whether a link stands in running text, whose lines give it its height.
  function inText(link) {
    if (link instanceof SVGElement || getComputedStyle(link).display !== "inline") return false;
    const block = [...ancestors(link)].find((one) => getComputedStyle(one).display !== "inline");
    return squeezed(block.textContent).length > squeezed(link.textContent).length;
  }

  function hardToHit() {
    return all("a[href], summary, button")
      .filter((one) => seen(one) && !inText(one))
      .map((one) => [one, one.getBoundingClientRect().height])
      .filter(([, height]) => height < LEAST_TARGET - 0.05)
      .map(([one, height]) => ["target", named(one), `${height.toFixed(1)} px high`]);
  }

  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colours = new Map();
  // A colour in any notation as red, green, blue and opacity, 0 to 255 each.
  function colour(written) {
    if (!colours.has(written)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = written === "none" ? "transparent" : written;
      pen.fillRect(0, 0, 1, 1);
      colours.set(written, [...pen.getImageData(0, 0, 1, 1).data]);
    }
    return colours.get(written);
  }

  // The relative luminance of WCAG 2, 0 to 1.
  function luminance([red, green, blue]) {
    const [r, g, b] = [red, green, blue].map((one) => one / 255)
      .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  const opaque = (written) => (colour(written)[3] === 255 ? written : null);

  function ground(element) {
    for (const one of ancestors(element)) {
      const found = opaque(getComputedStyle(one).backgroundColor);
      if (found) return found;
    }
    return "white";
  }

  // axe judges no colours in a drawing.
  function faint() {
    const found = [];
    for (const text of all("svg text")) {
      if (!seen(text)) continue;
      const own = text.getBoundingClientRect();
      const box = [...text.parentElement.children]
        .filter((one) => one.localName === "rect" && within(own, one.getBoundingClientRect()))
        .map((one) => opaque(getComputedStyle(one).fill)).filter(Boolean).at(-1);
      const [dark, light] = [getComputedStyle(text).fill, box ?? ground(text)]
        .map((one) => luminance(colour(one))).sort((one, other) => one - other);
      const contrast = (light + 0.05) / (dark + 0.05);
      if (contrast < LEAST_CONTRAST) found.push(["faint", named(text), `${contrast.toFixed(1)} to 1`]);
    }
    return found;
  }

  // How everything lies at the present width and in the present colours.
  function layout() {
    const texts = textNodes();
    return [wider(texts), cutOff(), overlaps(texts), outOfBox(), small(texts), hardToHit(), faint()].flat();
  }

  const POLICY = ["default-src 'none'", "style-src 'unsafe-inline'"];

  // What the document is made of.
  function structure() {
    const found = [];
    const policy = document.head.querySelector("meta[http-equiv='Content-Security-Policy']")?.content ?? "";
    for (const part of POLICY) if (!policy.includes(part)) found.push(["script", "<meta>", `no policy ${part}`]);
    for (const element of all("script, noscript, iframe, object, embed, link, base, form, input, img:not([src^='data:'])"))
      found.push(["script", named(element), "has no place here"]);
    for (const element of all("*"))
      for (const { name, value } of element.attributes)
        if (name.startsWith("on") || /^\s*javascript:/i.test(value))
          found.push(["script", named(element), `${name}="${value}"`]);
    if (document.compatMode !== "CSS1Compat") found.push(["language", "<html>", "no doctype"]);
    if (document.documentElement.lang !== "en") found.push(["language", "<html>", "lang is not 'en'"]);
    if (!document.title.trim()) found.push(["headings", "<title>", "is empty"]);
    const levels = all("h1, h2, h3, h4, h5, h6");
    const first = all("h1");
    if (first.length !== 1 || levels[0] !== first[0])
      found.push(["headings", "<h1>", `${first.length} of them; there is one, and it comes first`]);
    levels.forEach((one, place) => {
      const above = place ? Number(levels[place - 1].localName[1]) : 1;
      if (Number(one.localName[1]) > above + 1) found.push(["headings", named(one), `follows a heading of level ${above}`]);
    });
    const ids = all("[id]").map((one) => one.id);
    for (const id of ids.filter((one, place) => ids.indexOf(one) !== place)) found.push(["links", `#${id}`, "stands twice"]);
    for (const link of all("a[href^='#']"))
      if (!ids.includes(decodeURIComponent(link.getAttribute("href").slice(1))))
        found.push(["links", named(link), `leads to ${link.getAttribute("href")}, which is not there`]);
    return found;
  }

  // The texts that are seen and to be printed, and those of headings, as they stand in the document.
  const printed = ([, element]) => !element.closest(".screen-only");
  const texts = () => textNodes().filter(printed).map(([node]) => squeezed(node.data));
  const headings = () => all("h1, h2, h3, h4, h5, h6").filter(seen).map((one) => squeezed(one.textContent));

  const unfold = () => all("details").forEach((one) => { one.open = true; });

  // What axe finds, by its default rules, the best practices among them.
  const axed = async () =>
    (await axe.run({ resultTypes: ["violations"] })).violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => ["axe", node.target.flat().join(" "), `${id}: ${node.failureSummary}`]));

  // Where the Tab key has to lead, in the document's order.
  const regions = (element) =>
    scrolls(element) && (element.scrollWidth > element.clientWidth + SLACK || element.scrollHeight > element.clientHeight + SLACK);
  const stops = () => all("body *").filter((one) =>
    (one.matches("a[href], summary, button, [tabindex='0']") || regions(one)) &&
    one.checkVisibility({ visibilityProperty: true }));

  // Where the focus is: which of the stops, and how it can be seen, and what is wrong with that.
  function focus() {
    const element = document.activeElement;
    if (element === document.body) return [-1, []];
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const found = [];
    const ringed = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
    if (!ringed) found.push(["focus", named(element), "has the focus and does not show it"]);
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth)
      found.push(["focus", named(element), "has the focus and is out of sight"]);
    return [stops().indexOf(element), found];
  }

  // Whether paper stays white: the colours of the page as it is now.
  function paper() {
    const [back, front] = [ground(document.body), getComputedStyle(document.body).color].map((one) => luminance(colour(one)));
    return back > 0.9 && front < 0.2 ? [] : [["paper", "<body>", `luminance ${front.toFixed(2)} on ${back.toFixed(2)}`]];
  }

  return { layout, structure, texts, headings, unfold, axed, stops: () => stops().map(named), focus, paper };
})();
