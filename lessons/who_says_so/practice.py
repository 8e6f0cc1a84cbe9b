# %% [markdown]
# {{ practice_header }}

# %%
from overheard.check import lesson_checks

check = lesson_checks("who_says_so")

# %% [markdown]
# {{ practice_footer }}
