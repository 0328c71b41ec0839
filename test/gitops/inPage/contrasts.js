// Every element that shows text of its own, with the contrast of the text and what it stands on, as WCAG defines it.
(() => {
  const channels = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    if (!/^rgba?\(/.test(colour) || (alpha !== 0 && alpha !== 1)) throw new Error(`cannot judge ${colour}`);
    return { alpha, luminance: luminance([red, green, blue]) };
  };
  const luminance = (values) => {
    const [red, green, blue] = values.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    const own = channels(getComputedStyle(element).backgroundColor);
    if (own.alpha === 1) return own.luminance;
    if (element.parentElement === null) throw new Error("the page has no ground");
    return ground(element.parentElement);
  };
  const showsText = (element) =>
    element.checkVisibility() &&
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
  return [...document.body.querySelectorAll("*")].filter(showsText).map((element) => {
    const [darker, lighter] = [channels(getComputedStyle(element).color).luminance, ground(element)].sort(
      (one, other) => one - other,
    );
    return { text: element.textContent, contrast: (lighter + 0.05) / (darker + 0.05) };
  });
})();
