// The API reference follows the reader's light or dark, as the rest of the site does.
(() => {
  "use strict";
  const reference = document.querySelector("rapi-doc");
  const chosen = document.documentElement.dataset.theme;
  const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  reference?.setAttribute("theme", dark ? "dark" : "light");
})();
