"""What a server would hold of its own with a change of its documents.

Names of labs and themes are added in `bot.core.naming`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from bot.core.catalog import fold
from bot.core.errors import NotAllowed, Problem, ReadingError
from bot.core.language import lazy_gettext
from bot.core.model import Document
from bot.core.pending import Limits, Upload, Uploaded, UploadReader
from bot.core.ports import FolderContents


def read_uploads(
    uploads: Iterable[Upload], read: UploadReader, limits: Limits
) -> tuple[Sequence[Document], Sequence[Problem]]:
    """Makes documents of files that were handed in. Runs off the event loop.

    Args:
        uploads: the files.
        read: makes a document of one.
        limits: how large it may be.

    Returns:
        The documents, and what is wrong with the files; one that cannot be read is left out.

    Raises:
        ReadingError: none of the files can become a document; says why.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    for upload in uploads:
        try:
            made = _read(upload, read, limits)
        except ReadingError as error:
            problems.append(Problem(upload.name, None, str(error)))
            continue
        # In a folder of its own, so that it takes no shared document's place.
        documents.append(dataclasses.replace(made.document, id=f"server/{made.document.id}"))
        problems += made.problems
    if not documents:
        raise ReadingError("\n".join(str(problem) for problem in problems))
    return documents, problems


def with_documents(own: FolderContents, added: Iterable[Document]) -> FolderContents:
    """What a server holds of its own, and more documents; one of the same id is replaced."""
    documents = {document.id: document for document in (*own.documents, *added)}
    return dataclasses.replace(own, documents=tuple(documents.values()))


def without_document(own: FolderContents, wanted: str) -> tuple[FolderContents, Document]:
    """What a server holds of its own, less a document; and that document.

    Args:
        own: what it holds.
        wanted: the document's id or title.

    Raises:
        NotAllowed: the server holds no such document of its own.
    """
    names = fold(wanted)
    gone = next((d for d in own.documents if d.id == wanted), None) or next(
        (d for d in own.documents if names in {fold(d.id), fold(d.title)}), None
    )
    if gone is None:
        raise NotAllowed(
            lazy_gettext(
                "This server has no such document of its own. The documents that all servers "
                "share are changed in the knowledge folder, by whoever runs the bot."
            )
        )
    kept = tuple(document for document in own.documents if document.id != gone.id)
    return dataclasses.replace(own, documents=kept), gone


def _read(upload: Upload, read: UploadReader, limits: Limits) -> Uploaded:
    size = len(upload.data)
    if size > limits.file_bytes:
        raise ReadingError(limits.too_large(size))
    return read(upload.name, upload.data, title=upload.title, url=upload.url, author=upload.author)
