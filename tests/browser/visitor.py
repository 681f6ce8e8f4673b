"""A browser without JavaScript: it keeps cookies, follows redirects and sends forms."""

import http.cookiejar
import json
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser

from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Answer:
    def __init__(self, response):
        self.status, self.headers, self.url = response.status, response.headers, response.url
        self.content = response.read()
        self.text = self.content.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.content)

    @property
    def path(self):
        return urllib.parse.urlsplit(self.url).path

    def forms(self):
        parser = Forms()
        parser.feed(self.text)
        return parser.forms


class Forms(HTMLParser):
    """The forms of a page, with what their fields hold before anybody fills them in."""

    def __init__(self):
        super().__init__()
        self.forms = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append({"method": attributes.get("method", "get"), "action": attributes.get("action"),
                               "fields": {}, "names": set(), "actions": []})
        elif self.forms and tag in ("input", "textarea") and attributes.get("name"):
            self.forms[-1]["names"].add(attributes["name"])
            if attributes.get("type") != "file" and (attributes.get("type") != "checkbox" or "checked" in attributes):
                self.forms[-1]["fields"][attributes["name"]] = attributes.get("value") or ("on" if attributes.get("type") == "checkbox" else "")
        elif self.forms and tag == "button":
            self.forms[-1]["actions"].append(attributes.get("formaction"))


class Visitor:
    def __init__(self, site):
        self.site = site
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def ask(self, path, body=None, **headers):
        headers = {"Accept": BROWSER, **{name.replace("_", "-"): value for name, value in headers.items()}}
        url = path if path.startswith("http://") else self.site.origin + path
        request = urllib.request.Request(url, body, headers)
        try:
            return Answer(self.opener.open(request, timeout=60))
        except urllib.error.HTTPError as error:
            return Answer(error)

    def document(self, path, accept="*/*", **headers):
        """What a program gets that asks for JSON, or for anything."""
        return self.ask(path, Accept=accept, **headers)

    def submit(self, page, action=None, **fields):
        """Sends the form of a page that goes to an action, or else has these fields; a file is (stream, file name)."""
        form = next(form for form in page.forms() if
                    (action in (form["action"], *form["actions"]) if action else form["names"] >= fields.keys()))
        fields = {name: FileStorage(*field) if isinstance(field, tuple) else field for name, field in fields.items()}
        given = {**form["fields"], **fields}
        target = action or form["action"] or page.path
        if form["method"] == "get":
            return self.ask(f"{target}?{urllib.parse.urlencode(given)}")
        stream, length, boundary = stream_encode_multipart(given)
        return self.ask(target, stream.read(length), Content_Type=f"multipart/form-data; boundary={boundary}")

    def sign_in(self, email):
        self.submit(self.ask("/sign-in"), email=email)
        return self.submit(self.ask("/sign-in/code"), code=self.site.read_code(email))
