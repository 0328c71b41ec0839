// Every element below the body, in order: its name, its attributes and the text that stands in it directly.
[...document.body.querySelectorAll("*")].map((element) => ({
  name: element.localName,
  attributes: [...element.attributes].map(({ name, value }) => `${name}=${value}`),
  text: [...element.childNodes]
    .filter((node) => node.nodeType === Node.TEXT_NODE)
    .map((node) => node.data)
    .join(""),
}));
