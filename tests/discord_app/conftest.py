"""The fixtures of the stories told in a simulated Discord."""

from discord_app_stage import (  # noqa: F401 - pytest finds them here
    archive,
    folder,
    library,
    make_bot,
    notebook,
    options,
    stage,
)
from kept_stage import kept, kept_languages, kept_options  # noqa: F401 - likewise
