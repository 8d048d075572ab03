"""Drives a headless Chromium over the DevTools protocol, through a pipe: nothing listens, nothing is installed."""
import base64, json, os, select, shutil, subprocess, tempfile, time


class Failed(Exception):
    pass


class Browser:
    """A Chromium of its own, with a profile that goes with it."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="gatelink-chromium-")
        to_browser, self.out = os.pipe()
        self.inp, from_browser = os.pipe()

        def pipes():
            # Chromium reads from 3 and writes to 4. Moved out of the way first: either may be 3 or 4 itself.
            reading, writing = os.dup(to_browser), os.dup(from_browser)
            high = [os.dup(fd) for fd in (reading, writing)]
            while min(high) < 5:
                high = [os.dup(fd) for fd in high]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.log = open(os.path.join(self.profile, "log"), "wb")
        self.process = subprocess.Popen(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--no-proxy-server", "--disable-background-networking", "--hide-scrollbars", "--remote-debugging-pipe",
             "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", f"--user-data-dir={self.profile}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, close_fds=False, preexec_fn=pipes,
            env={**os.environ, "HOME": self.profile})
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b""
        self.number = 0
        self.events = []

    def send(self, method, parameters=None, session=None, timeout=30):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + timeout
        while True:
            answer = self.read(until)
            if answer is None:
                raise Failed(f"Chromium did not answer {method} in {timeout} s")
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise Failed(f"{method}: {answer['error']['message']}")
                return answer["result"]
            if "method" in answer:
                self.events.append(answer)

    def read(self, until):
        while b"\0" not in self.buffer:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.inp], [], [], left)[0]:
                return None
            piece = os.read(self.inp, 1 << 20)
            if not piece:
                raise Failed("Chromium ended: " + open(os.path.join(self.profile, "log"), errors="replace").read()[-2000:])
            self.buffer += piece
        message, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(message)

    def page(self):
        target = self.send("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.send("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        return Page(self, session)

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.profile, ignore_errors=True)


class Page:
    """A tab. Collects what goes wrong in it: errors of scripts, refusals of the Content-Security-Policy, requests."""

    def __init__(self, browser, session):
        self.browser, self.session = browser, session
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(domain + ".enable")

    def send(self, method, parameters=None, timeout=30):
        return self.browser.send(method, parameters, self.session, timeout)

    def look(self, width, height, dark=False, phone=False):
        self.send("Emulation.setDeviceMetricsOverride",
                  {"width": width, "height": height, "deviceScaleFactor": 2 if phone else 1, "mobile": phone})
        self.send("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"}]})

    def open(self, url):
        self.send("Page.navigate", {"url": url})
        self.until("document.readyState === 'complete'", "the page to load")

    def js(self, expression, timeout=30):
        result = self.send("Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True},
                           timeout)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise Failed(f"{expression[:200]}: {details.get('exception', {}).get('description', details['text'])}")
        return result["result"].get("value")

    def until(self, expression, what, seconds=30):
        end = time.monotonic() + seconds
        while True:
            try:
                value = self.js(f"Boolean({expression})")
            except Failed:
                value = False  # a page that is being replaced answers nothing
            if value:
                return value
            if time.monotonic() > end:
                raise Failed(f"waited {seconds} s for {what}; the page says:\n" + str(self.js("document.body.innerText"))[:3000])
            time.sleep(0.05)

    def click(self, selector, text=None):
        """A real click, with the mouse, on the middle of what is there."""
        found = f"[...document.querySelectorAll({json.dumps(selector)})].find(e => e.checkVisibility()" + (
            f" && e.textContent.trim().startsWith({json.dumps(text)}))" if text else ")")
        self.until(f"Boolean({found})", f"{selector} {text or ''} to click")
        x, y = self.js(f"(() => {{ const e = {found}; e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect();"
                       " return [r.x + r.width / 2, r.y + r.height / 2]; })()")
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1})

    def key(self, key, code=None, text=None):
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": code or key,
                                                 "windowsVirtualKeyCode": {"Tab": 9, "Enter": 13, " ": 32}.get(key, 0),
                                                 **({"text": text} if text and kind == "keyDown" else {})})

    def fill(self, selector, text):
        self.until(f"document.querySelector({json.dumps(selector)})", f"{selector} to fill")
        self.js(f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.focus(); e.select?.(); }})()")
        self.send("Input.insertText", {"text": text})

    def screenshot(self, file):
        image = self.send("Page.captureScreenshot", {"format": "png"})["data"]
        with open(file, "wb") as out:
            out.write(base64.b64decode(image))

    def troubles(self):
        """What Chromium complained of, and requests that left this machine."""
        self.js("1")
        found = []
        for event in self.browser.events:
            parameters = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                details = parameters["exceptionDetails"]
                found.append(details.get("exception", {}).get("description", details["text"]))
            elif event["method"] == "Log.entryAdded" and parameters["entry"]["level"] == "error":
                found.append(f"{parameters['entry']['text']} {parameters['entry'].get('url', '')}")
            elif event["method"] == "Network.requestWillBeSent":
                url = parameters["request"]["url"]
                if not url.startswith(("http://127.0.0.1:", "about:", "data:")):
                    found.append("a request to " + url)
        return found

    def transferred(self):
        """Bytes that came over the network so far, compressed as they came."""
        return sum(event["params"]["encodedDataLength"] for event in self.browser.events
                   if event["method"] == "Network.loadingFinished")
