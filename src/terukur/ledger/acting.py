"""The person or server that acts, the day and the moment: one value, made once at the door."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar


class Actor(Protocol):
    """Who acts, as stated in the record; ``identity`` is None for the server's own commands."""

    @property
    def identity(self) -> int | None:
        """The key of the user."""

    @property
    def stated_name(self) -> str:
        """The name at this time."""


@dataclass(frozen=True, slots=True)
class Server:
    """The server, which acts by commands and jobs that no signed-in person asked for."""

    stated_name: str
    identity: None = None


COMMAND = Server("Perintah pengelola server")
ByT = TypeVar("ByT", bound=Actor, covariant=True)


@dataclass(frozen=True, slots=True)
class Acting(Generic[ByT]):
    """An actor with the day and the moment at which all acts of one request, command or job happen.

    An act that only a signed-in person does asks for ``Acting[User]``, one that the server does too for
    ``Acting[Actor]``.
    """

    by: ByT
    on: date
    at: datetime
