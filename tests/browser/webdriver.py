"""Chromium through its driver, over plain HTTP: W3C WebDriver, and the virtual authenticators of W3C Web Authentication."""

import json
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

CHROMIUM = [
    "--headless=new",
    # The sandbox refuses to run as root; the only pages opened here are the project's own.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    # Nothing outside this machine is asked for anything.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=900,1000",
]
# The name under which the standard hands out references to elements.
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
# The key of that name.
TAB = "\ue004"
SECONDS_TO_WAIT = 20


class Refused(Exception):
    """What the driver would not do, and why."""


class Browser:
    """One Chromium with an empty profile, and the ChromeDriver that steers it."""

    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="badges-chromium-", ignore_cleanup_errors=True)
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            port = next(filter(None, (re.search(r"successfully on port ([0-9]+)", line) for line in self.driver.stdout)))[1]
            self.url = f"http://127.0.0.1:{port}/session"
            self.url += "/" + self.ask("POST", "", capabilities={"alwaysMatch": {
                "goog:chromeOptions": {"args": [*CHROMIUM, f"--user-data-dir={self.profile.name}"]},
                "timeouts": {"script": SECONDS_TO_WAIT * 1000},
                "webauthn:virtualAuthenticators": True,
            }})["sessionId"]
        except BaseException:
            self.end_driver()
            raise

    def close(self):
        try:
            self.ask("DELETE", "")
        finally:
            self.end_driver()

    def end_driver(self):
        self.driver.terminate()
        self.driver.wait()
        self.driver.stdout.close()
        self.profile.cleanup()

    def ask(self, method, path, **body):
        request = urllib.request.Request(self.url + path, json.dumps(body).encode() if method == "POST" else None, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise Refused(f"{value['error']}: {value['message']}") from None

    def open(self, url):
        self.ask("POST", "/url", url=url)

    def open_in_frame(self, outer, inner):
        """Opens a page that lends its passkeys to another page in a frame, and steps into that frame."""
        self.open(outer)
        self.run("""
            const frame = document.createElement('iframe');
            frame.allow = 'publickey-credentials-create *; publickey-credentials-get *';
            const loaded = new Promise((resolve) => { frame.onload = resolve; });
            frame.src = args[0];
            document.body.append(frame);
            await loaded""", inner)
        self.ask("POST", "/frame", id={ELEMENT: self.element("iframe")})

    def run(self, body, *arguments):
        """Runs the body of an async function in the page. Its result comes back; what it throws raises."""
        script = """
            const done = arguments[arguments.length - 1];
            (async (...args) => { %s })(...[...arguments].slice(0, -1)).then(
                (value) => done({ value }), (error) => done({ error: `${error.name}: ${error.message}` }));"""
        outcome = self.ask("POST", "/execute/async", script=script % body, args=list(arguments))
        if "error" in outcome:
            raise Refused(outcome["error"])
        return outcome.get("value")

    def element(self, selector):
        return self.ask("POST", "/element", using="css selector", value=selector)[ELEMENT]

    def click(self, selector):
        self.ask("POST", f"/element/{self.element(selector)}/click")

    def type(self, selector, text):
        element = self.element(selector)
        self.ask("POST", f"/element/{element}/clear")
        self.ask("POST", f"/element/{element}/value", text=text)

    def text(self, selector):
        return self.ask("GET", f"/element/{self.element(selector)}/text")

    def path(self):
        """Where the page in front is, without its origin and query."""
        return urllib.parse.urlsplit(self.ask("GET", "/url")).path

    def choose_file(self, selector, path):
        self.ask("POST", f"/element/{self.element(selector)}/value", text=str(path))

    def press_tab(self):
        """Moves the focus on, and tells the id of what has it now."""
        self.ask("POST", "/actions", actions=[{"type": "key", "id": "keyboard", "actions": [
            {"type": "keyDown", "value": TAB}, {"type": "keyUp", "value": TAB}]}])
        return self.run("return document.activeElement.id")

    def devtools(self, command, **parameters):
        return self.ask("POST", "/goog/cdp/execute", cmd=command, params=parameters)

    def dark(self, wanted):
        """What the person prefers, as pages see it."""
        self.devtools("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if wanted else "light"}])

    def save_downloads_in(self, folder):
        self.devtools("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def before_each_page(self, script):
        """Runs the script in every page before its own, until `no_longer_before_each_page` gets what this returns."""
        return self.devtools("Page.addScriptToEvaluateOnNewDocument", source=script)["identifier"]

    def no_longer_before_each_page(self, identifier):
        self.devtools("Page.removeScriptToEvaluateOnNewDocument", identifier=identifier)

    def wait_until(self, condition, otherwise=lambda: ""):
        """Until the condition holds; a page that is just being replaced by another counts as one where it does not."""
        end = time.monotonic() + SECONDS_TO_WAIT
        while True:
            try:
                if condition():
                    return
            except Refused:
                pass
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain; {otherwise()}")
            time.sleep(0.05)

    def wait_for(self, selector):
        """Until the page has such an element, of this page or of the one that a click leads to."""
        self.wait_until(lambda: self.element(selector), lambda: f"no {selector} at {self.path()}: {self.text('body')}")


class Authenticator:
    """A virtual authenticator: a passkey provider built into the device that verifies its user, unless told otherwise."""

    def __init__(self, browser, **options):
        self.browser = browser
        self.id = browser.ask("POST", "/webauthn/authenticator", **{
            "protocol": "ctap2_1",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "isUserConsenting": True,
            **options,
        })
        self.path = f"/webauthn/authenticator/{self.id}"

    def remove(self):
        self.browser.ask("DELETE", self.path)

    def credentials(self):
        """Every credential it holds, private key and counter included."""
        return self.browser.ask("GET", self.path + "/credentials")

    def add(self, credential):
        self.browser.ask("POST", self.path + "/credential", **credential)

    def forget(self, credential_id):
        self.browser.ask("DELETE", f"{self.path}/credentials/{credential_id}")

    def verify_user(self, verified):
        self.browser.ask("POST", self.path + "/uv", isUserVerified=verified)
