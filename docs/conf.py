"""The web book's settings for Sphinx. `overheard site` calls it with the pages laid out in build/.

Nothing is executed, and nothing is asked of another host: scripts, styles and icons lie beside the pages.
"""

from __future__ import annotations

project = "Overheard"
author = "the contributors to Overheard"
copyright = "the contributors to Overheard"  # no year: the same sources give the same pages
language = "en"

extensions = ["myst_nb"]
smartquotes = False  # quotes are verbatim: an apostrophe stays the one that was printed
exclude_patterns: list[str] = []
# Lessons may begin a part with ###; docutils nests sections, so the page's own levels come out in order.
suppress_warnings = ["myst.header"]

nb_execution_mode = "off"
nb_output_stderr = "remove"  # progress bars
nb_merge_streams = True
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # would be asked of a CDN; widgets have a static twin
nb_mime_priority_overrides = [("html", "application/vnd.jupyter.widget-view+json", None)]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_dmath_allow_space = False  # as in Jupyter: a price of $5 or $6 is no formula
myst_dmath_allow_digits = False
myst_heading_anchors = 3

mathjax_path = "mathjax/tex-svg.js"  # below _static; loaded by pages with formulas only
mathjax3_config = {"tex": {"inlineMath": [["\\(", "\\)"]]}, "options": {"processHtmlClass": "math"}}
myst_update_mathjax = False

html_theme = "sphinx_book_theme"
html_title = "Overheard"
html_static_path = ["_static", "vendor"]
html_favicon = "_static/favicon.svg"
html_css_files = ["overheard.css"]
html_js_files = ["overheard.js"]
html_copy_source = False  # a notebook alone runs nowhere: the repository is what to take
html_show_sphinx = False
html_context = {"default_mode": "auto"}  # light or dark as the reader's system has it
html_theme_options: dict[str, object] = {
    "home_page_in_toc": True,
    "show_navbar_depth": 1,
    "navbar_persistent": [],  # search stands in the side bar
    "footer_content_items": ["copyright.html", "extra-footer.html"],
    "use_download_button": False,
    "use_fullscreen_button": False,
    "search_bar_text": "Search the lessons",
    "toc_title": "On this page",
    "show_toc_level": 2,
    "extra_footer": (
        "<p>An independent companion to two episodes of the podcast Elixir Wizards, not affiliated with SmartLogic "
        "or the guests. Code: MIT. Lessons: CC BY 4.0. Each data set has its own licence.</p>"
    ),
}
