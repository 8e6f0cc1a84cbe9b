// What scrolls must be reachable by keyboard.
document.addEventListener("DOMContentLoaded", () => {
  const reach = () => document.querySelectorAll(".cell_output pre, .cell_output table, .cell_output .output, .highlight pre, .pst-scrollable-table-container")
    .forEach((part) => { if (part.scrollWidth > part.clientWidth) part.tabIndex = 0; });
  reach();
  window.addEventListener("resize", reach);
});
