"""What must survive a restart."""

from bot.store.question_log import DatabaseQuestionLog, NullQuestionLog
from bot.store.store import Store, open_store

__all__ = ["DatabaseQuestionLog", "NullQuestionLog", "Store", "open_store"]
