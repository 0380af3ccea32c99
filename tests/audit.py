"""What is wrong with a response, in sentences: the checks behind the auditing client."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError
from werkzeug.test import TestResponse

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self)",
    "Content-Security-Policy": "default-src 'none'",
}
REFERENCES = (
    "for",
    "form",
    "list",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-details",
    "aria-owns",
)
RESOURCES = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "audio": ("src",),
    "video": ("src", "poster"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "use": ("href",),
    "image": ("href",),
    "form": ("action",),
    "button": ("formaction",),
    "input": ("formaction", "src"),
}
UNLABELLED_INPUTS = ("hidden", "submit", "button", "reset", "image")


def parse(response: TestResponse) -> Element:
    """The page as a browser would build it."""
    return parse_text(response.get_data(as_text=True))


def parse_text(source: str) -> Element:
    """The page as a browser would build it; html5lib's ParseError, with the line, where one would have to guess."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    try:
        return parser.parse(source)  # type: ignore[no-any-return]
    except ParseError as fault:
        line = parser.errors[-1][0][0]
        raise ParseError(f"line {line}: {fault}: {source.splitlines()[line - 1][:160]}") from None


def audit(response: TestResponse) -> list[str]:
    """Every fault of one response; static files are exempt from what only pages need."""
    if response.request.path.startswith("/static/") and response.status_code == 200:
        return [] if response.headers.get("X-Content-Type-Options") == "nosniff" else ["no nosniff header"]
    problems = list(_header_faults(response))
    if response.mimetype == "text/html" and response.data and not 300 <= response.status_code < 400:
        try:
            page = parse(response)
        except ParseError as fault:
            return [*problems, f"not valid HTML: {fault}"]
        for check in (_frame_faults, _id_faults, _label_faults, _form_faults, _origin_faults):
            problems += check(page)
        problems += _script_faults(page, response)
    return problems


def leaks(response: TestResponse, forbidden: Iterable[str]) -> list[str]:
    """Each forbidden text the response contains, plain or escaped for HTML or JSON."""
    if not forbidden:
        return []
    raw = response.get_data(as_text=True) + "\n" + "\n".join(str(value) for value in response.headers.values())
    seen = _flat(html.unescape(_unescape_json(raw))) + _flat(html.unescape(re.sub(r"<[^>]*>", "", raw)))
    return [f"contains what must not be told yet: {text!r}" for text in forbidden if _flat(text) in seen]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _unescape_json(text: str) -> str:
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    return text.replace('\\"', '"').replace("\\n", "\n").replace("\\/", "/")


def _header_faults(response: TestResponse) -> Iterator[str]:
    for name, start in HEADERS.items():
        value = response.headers.get(name, "")
        if not value.startswith(start):
            yield f"header {name} is {value!r}, should start with {start!r}"
    if "no-store" not in response.headers.get("Cache-Control", ""):
        yield "no `Cache-Control: no-store`: somebody else could be shown this page"
    policy = response.headers.get("Content-Security-Policy", "")
    if "unsafe-" in policy:
        yield "the content security policy allows something unsafe"
    for cookie in response.headers.getlist("Set-Cookie"):
        if "HttpOnly" not in cookie or "SameSite=Lax" not in cookie:
            yield f"the cookie {cookie.split('=')[0]} is not HttpOnly and SameSite=Lax"


def _frame_faults(page: Element) -> Iterator[str]:
    if not page.get("lang"):
        yield "<html> has no language"
    titles = [_text(title) for title in page.iterfind("./head/title")]
    if len(titles) != 1 or not titles[0].removesuffix("· Interview Sim").strip():
        yield f"needs exactly one title of its own, has {titles}"
    for tag in ("h1", "main"):
        found = list(page.iter(tag))
        if len(found) != 1 or not _text(found[0]):
            yield f"needs exactly one <{tag}> with text in it, has {len(found)}"


def _id_faults(page: Element) -> Iterator[str]:
    ids = Counter(element.get("id") for element in page.iter() if element.get("id") is not None)
    for name, count in ids.items():
        if count > 1:
            yield f"the id {name!r} is used {count} times"
        if not name or name.split() != [name]:
            yield f"the id {name!r} is empty or has spaces"
    for element in page.iter():
        for attribute in REFERENCES:
            for target in (element.get(attribute) or "").split():
                if target not in ids:
                    yield f"{attribute}={target!r} of {_name(element)} refers to nothing"
        href = element.get("href") or ""
        if element.tag == "a" and href.startswith("#") and href != "#" and href[1:] not in ids:
            yield f"the link {href!r} leads nowhere on this page"


def _label_faults(page: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in page.iter("label") if _text(label)}
    wrapped = {id(inner) for label in page.iter("label") if _text(label) for inner in label.iter()}
    for element in page.iter():
        has_name = element.get("aria-label") or element.get("aria-labelledby")
        if element.tag in ("input", "select", "textarea"):
            if element.tag == "input" and element.get("type") in UNLABELLED_INPUTS:
                continue
            if not (has_name or element.get("id") in labelled or id(element) in wrapped):
                yield f"{_name(element)} has no label"
        elif element.tag in ("a", "button") and not (has_name or _text(element) or _alternative(element)):
            yield f"{_name(element)} has no text a screen reader could say"
        elif element.tag == "img" and element.get("alt") is None:
            yield f"{_name(element)} has no alt text"
    for outer in page.iter():
        if outer.tag in ("a", "button", "label") and any(
            inner is not outer and inner.tag in ("a", "button") for inner in outer.iter()
        ):
            yield f"{_name(outer)} holds another link or button"


def _form_faults(page: Element) -> Iterator[str]:
    for form in page.iter("form"):
        tokens = [field for field in form.iter("input") if field.get("name") == "csrf_token" and field.get("value")]
        method = form.get("method", "get").lower()
        if method == "post" and len(tokens) != 1:
            yield f"the form to {form.get('action')!r} has {len(tokens)} csrf tokens, needs one"
        if method == "get" and tokens:
            yield f"the form to {form.get('action')!r} would put its csrf token into the address"


def _origin_faults(page: Element) -> Iterator[str]:
    for element in page.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        for attribute in RESOURCES.get(tag.rpartition("}")[2], ()):
            address = urlsplit(element.get(attribute) or "")
            if address.netloc or address.scheme not in ("", "data", "blob"):
                yield f"{_name(element)} goes to another site: {address.geturl()}"
        if (element.get("href") or "").strip().lower().startswith("javascript:"):
            yield f"{_name(element)} is a script in disguise"


def _script_faults(page: Element, response: TestResponse) -> Iterator[str]:
    nonce = re.search(r"'nonce-([^']+)'", response.headers.get("Content-Security-Policy", ""))
    for element in page.iter():
        if element.tag == "style" or element.get("style") is not None:
            yield f"{_name(element)} carries an inline style"
        for attribute in element.attrib:
            if str(attribute).startswith("on"):
                yield f"{_name(element)} carries an inline handler {attribute}"
    for script in page.iter("script"):
        if script.get("type") == "application/json":
            continue
        if not script.get("src"):
            yield "there is an inline script"
        if nonce is None or script.get("nonce") != nonce[1]:
            yield f"the script {script.get('src')} does not carry the nonce of the policy"


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _alternative(element: Element) -> bool:
    return any(inner.get("alt") or inner.get("aria-label") for inner in element.iter())


def _name(element: Element) -> str:
    told = "".join(f' {name}="{element.get(name)}"' for name in ("id", "name", "href", "class") if element.get(name))
    return f"<{element.tag}{told}>"
