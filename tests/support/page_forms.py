"""What a browser would send: the forms of a page with what stands in their fields."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Control:
    """One field of a form as it stands on the page."""

    tag: str
    attrs: dict[str, str]
    in_closed_details: bool = False

    @property
    def name(self) -> str:
        return self.attrs.get("name", "")

    @property
    def is_hidden(self) -> bool:
        return self.attrs.get("type") == "hidden"


@dataclass
class PageForm:
    """A form on a page, with the values that its fields would send."""

    attrs: dict[str, str]
    controls: list[Control] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[Control] = field(default_factory=list)

    @property
    def is_post(self) -> bool:
        return self.attrs.get("method", "").lower() == "post"

    @property
    def fillable(self) -> list[Control]:
        return [control for control in self.controls if control.name and not control.is_hidden]

    def add(self, name: str, value: str) -> None:
        if name:
            self.values.setdefault(name, []).append(value)


class Page(HTMLParser):
    """A page: its forms, its ids, its links to places of itself, and its texts by id."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self.loose = PageForm({})
        self.ids: list[str] = []
        self.anchors: list[str] = []
        self.texts: dict[str, str] = {}
        self.classes: set[str] = set()
        self._open: list[tuple[str, dict[str, str]]] = []
        self._details: list[bool] = []
        self._form: PageForm | None = None
        self._text: list[str] = []
        self._select = ""
        self._options: list[tuple[str, bool]] = []
        self._option: dict[str, str] | None = None
        self._told: list[str] = []
        self.feed(html)

    @property
    def _into(self) -> PageForm:
        return self._form if self._form is not None else self.loose

    def handle_starttag(self, tag: str, raw: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in raw}
        self.classes |= set(attrs.get("class", "").split())
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if attrs.get("href", "").startswith("#"):
            self.anchors.append(attrs["href"][1:])
        if tag == "form":
            self._form = PageForm(attrs)
            self.forms.append(self._form)
        elif tag == "details":
            self._details.append("open" in attrs)
        elif tag in ("input", "textarea", "select", "button"):
            self._control(tag, attrs)
        elif tag == "option":
            self._option, self._text = attrs, []
        if tag == "ul" and "errorlist" in attrs.get("class", ""):
            self._told = [attrs.get("id", "")]
            self.texts.setdefault(self._told[0], "")

    def _control(self, tag: str, attrs: dict[str, str]) -> None:
        control = Control(tag, attrs, in_closed_details=not all(self._details))
        if tag == "button":
            self._into.buttons.append(control)
            return
        self._into.controls.append(control)
        kind = attrs.get("type", "text")
        if tag == "input" and kind in ("checkbox", "radio"):
            if "checked" in attrs:
                self._into.add(control.name, attrs.get("value", "on"))
        elif tag == "input" and kind != "file":
            self._into.add(control.name, attrs.get("value", ""))
        elif tag == "textarea":
            self._text = []
        elif tag == "select":
            self._select, self._options = control.name, []
            self._many = "multiple" in attrs

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        if self._told:
            self.texts[self._told[0]] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "details" and self._details:
            self._details.pop()
        elif tag == "textarea":
            written = "".join(self._text).replace("\r\n", "\n").removeprefix("\n")
            name = self._into.controls[-1].name
            self._into.add(name, written.replace("\n", "\r\n"))
        elif tag == "option" and self._option is not None:
            value = self._option.get("value", "".join(self._text).strip())
            self._options.append((value, "selected" in self._option))
            self._option = None
        elif tag == "select":
            chosen = [value for value, selected in self._options if selected]
            if not chosen and not self._many and self._options:
                chosen = [self._options[0][0]]
            for value in chosen:
                self._into.add(self._select, value)
        elif tag == "ul":
            self._told = []
