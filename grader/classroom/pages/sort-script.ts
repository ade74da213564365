/** Sorts a table by the column whose head is pressed; a second press turns the order. Works on what is in the page alone. */
export const sortScript = `
for (const button of document.querySelectorAll('th button')) button.addEventListener('click', () => {
  const head = button.closest('th'), row = head.parentNode, body = head.closest('table').tBodies[0];
  const up = head.getAttribute('aria-sort') !== 'ascending', index = [...row.cells].indexOf(head);
  for (const other of row.cells) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
  const key = (line) => line.cells[index].dataset.sort ?? line.cells[index].textContent.trim();
  const compare = (a, b) => { const x = Number(a), y = Number(b); return a !== '' && b !== '' && !isNaN(x) && !isNaN(y) ? x - y : a.localeCompare(b); };
  const lines = [...body.rows].sort((a, b) => compare(key(a), key(b)) * (up ? 1 : -1));
  body.append(...lines);
});
for (const parts of [document.querySelectorAll('details')]) {
  addEventListener('beforeprint', () => parts.forEach((part) => { part.dataset.was = part.open; part.open = true; }));
  addEventListener('afterprint', () => parts.forEach((part) => { part.open = part.dataset.was === 'true'; }));
}
`;
