// The theme's arrows that unfold a part of the list of pages have no name; what scrolls has no stop for the keyboard.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".bd-sidebar-primary summary").forEach((arrow) => {
    const page = arrow.closest("li")?.querySelector("a");
    arrow.setAttribute("aria-label", `Pages below: ${page ? page.textContent.trim() : "this"}`);
  });
  document.querySelector("#pst-primary-sidebar .navbar-brand")?.parentElement.setAttribute("role", "banner");
  const reach = () =>
    document.querySelectorAll(".cell_output pre, .cell_output table, .highlight pre, .lesson-map").forEach((part) => {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    });
  reach();
  window.addEventListener("resize", reach);
});
