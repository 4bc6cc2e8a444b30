"use strict";
(() => {
  const table = document.getElementById("rows");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const search = document.getElementById("search");
  const words = document.getElementById("words");
  const found = document.getElementById("found");
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  let group = null;

  const show = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const fits = (group === null || row.dataset.group === group)
        && wanted.every((word) => texts.get(row).includes(word));
      row.hidden = !fits;
      if (fits) count += 1;
    }
    found.textContent = count === rows.length ? "" : `${count} of ${rows.length} rows`;
  };

  const cell = (row, column, kind) => {
    const of = row.cells[column];
    return kind === "number" ? Number(of.dataset.value) : of.textContent.trim();
  };

  Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
    const kind = head.dataset.sort;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const compare = kind === "number"
        ? (a, b) => a - b
        : (a, b) => a.localeCompare(b, undefined, { numeric: true });
      const sign = down ? -1 : 1;
      const keyed = rows.map((row) => [cell(row, column, kind), row]);
      keyed.sort(([a], [b]) => sign * compare(a, b));
      body.append(...keyed.map(([, row]) => row));
    });
  });

  const reasons = document.getElementById("reasons");
  for (const line of reasons ? reasons.tBodies[0].rows : []) {
    const head = line.querySelector("th");
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    button.title = "Show these rows alone";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const off = group === line.dataset.group;
      group = off ? null : line.dataset.group;
      for (const other of reasons.querySelectorAll("button")) {
        other.setAttribute("aria-pressed", String(!off && other === button));
      }
      show();
      if (!off) table.closest(".scroll").scrollIntoView({ block: "nearest" });
    });
  }

  search.hidden = false;
  search.addEventListener("submit", (event) => event.preventDefault());
  words.addEventListener("input", show);
})();
