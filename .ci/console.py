"""What .ci/console does in the browser: console.py ENDPOINT AXE_JAR."""
import json, pathlib, statistics, sys, time, zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from devtools import Browser, Failed

import botocore.session

endpoint, axe_jar = sys.argv[1:]
axe = zipfile.ZipFile(axe_jar).read("axe.min.js").decode()
session = botocore.session.Session()


def client(service):
    return session.create_client(service, region_name="us-east-1", endpoint_url=endpoint, aws_access_key_id="test",
                                 aws_secret_access_key="test")


def check(holds, what):
    if not holds:
        raise Failed(what)


def step(text):
    print(f"\n== {text}", flush=True)


def seen(text):
    print(f"  {text}", flush=True)


def accessible(view):
    """axe-core finds nothing, in any colour and width."""
    for look in ({"width": 1440, "height": 900}, {"width": 1440, "height": 900, "dark": True},
                 {"width": 390, "height": 844, "phone": True}):
        page.look(**look)
        page.js(axe + "; 0")
        found = page.js("axe.run().then(result => result.violations.map(one => one.id + ': ' + one.help + ' at ' +"
                        " one.nodes.map(node => node.target.join(' ') + ' ' + node.failureSummary).join(' | ')))")
        check(not found, f"axe-core on {view} with {look}:\n  " + "\n  ".join(found))
        overflow = page.js("document.documentElement.scrollWidth") - look["width"]
        check(overflow <= 0, f"{view} is {overflow} pixels wider than the window with {look}")
    page.look(1440, 900)
    seen(f"axe-core finds nothing on {view}")


def shows(name):
    page.click(".tabs a", "Load balancers")
    page.fill("#load-balancers-filter", name)
    page.click("#list .rows a", name)
    page.fill("#load-balancers-filter", "")
    page.until(f"document.querySelector('#detail h2')?.textContent === {json.dumps(name)}", name)


def badge(text, seconds=90):
    page.until(f"document.querySelector('#detail .badge')?.textContent.includes({json.dumps(text)})", text, seconds)


def text(selector):
    return page.js(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''")


# Notes when each visit of a state is first in the page, by the machine's clock, which the embedded AWS has, too.
WATCH = """
window.firstSeen = [];
const known = new Set();
new MutationObserver(() => {
  for (const row of document.querySelectorAll('tbody tr')) {
    const visit = row.signature && JSON.parse(row.signature)[0];
    if (visit && !known.has(visit.id)) {
      known.add(visit.id);
      firstSeen.push(Date.now() - Date.parse(visit.enteredAt));
    }
  }
}).observe(document.getElementById('detail'), {childList: true, subtree: true});
0
"""


def story():
    step("The page")
    page.look(1440, 900)
    page.open(endpoint + "/")
    page.until("document.getElementById('connection').textContent === 'Live'", "the stream")
    paint = page.js("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    seen(f"first paint after {paint:.0f} ms, {page.transferred()} bytes")
    page.open(endpoint + "/?again")
    page.until("document.getElementById('connection').textContent === 'Live'", "the stream")
    paint = min(paint, page.js("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
    check(paint < 1000, f"the first paint takes {paint:.0f} ms")
    accessible("the list")

    step("Publish, watch, call")
    shows("orders")
    badge("Not published")
    page.click(".actions button", "Publish")
    page.click(".part-running a", "Watch the workflow")
    page.until("document.querySelector('.graph .state')", "the graph")
    page.js(WATCH)
    page.until("document.querySelector('.state.wait[aria-label^=\"Check VPC link\"]')", "the VPC link to be waited for", 60)
    page.until("document.querySelector('.inspector .box.wait')?.innerText.includes('is PENDING')", "the reason of the wait")
    seen("Check VPC link waits: " + text(".inspector .box.wait p"))
    accessible("a workflow that runs")
    badge("Succeeded")
    late = sorted(page.js("firstSeen.slice(1)"))
    seen(f"{len(late)} states came into sight after {statistics.median(late):.0f} ms in the median, {late[-1]} ms at most")
    # 40 to 80 ms where nothing else runs.
    check(statistics.median(late) < 500, "a state's change takes too long to be seen")
    page.click(".actions a", "Its load balancer")
    badge("Published")
    page.click("form button", "Call")
    page.until("document.querySelector('.answer pre')?.innerText === 'orders'", "the backend's answer")
    seen(text(".answer p"))
    command = text(".command code")
    check(command.startswith("curl --aws-sigv4 aws:amz:us-east-1:execute-api --user test:test 'http"), command)
    check("healthy" in text(".part-picture") and "available" in text(".part-picture"), text(".part-picture"))
    accessible("a load balancer that is published")

    step("A VPC link fails")
    shows("broken")
    page.click(".actions button", "Publish")
    badge("Failed")
    reason = text(".part-reason")
    seen(reason.replace("\n", " ")[:150])
    check("NLB is already associated with another VPC Endpoint Service" in reason, reason)
    accessible("a load balancer that failed")
    page.click(".part-executions a")
    page.until("document.querySelector('.state.bad[aria-label^=\"Check VPC link, Failed\"]')", "the state that failed")
    check(page.js("Boolean(document.querySelector('.state[aria-label^=\"Roll back, Succeeded\"]'))"), "no roll back is shown")
    check(page.js("Boolean(document.querySelector('.edge.catch.taken'))"), "the way to the roll back is not shown")
    accessible("a workflow that failed")

    step("Take over, withdraw")
    shows("orders")
    url = text(".url .mono")
    shows("orders-green")
    page.click("form button", "Replace")
    badge("Published")
    check(text(".url .mono") == url, f"the URL is {text('.url .mono')}, and was {url}")
    page.click("form button", "Call")
    page.until("document.querySelector('.answer pre')?.innerText === 'orders-green'", "the other backend's answer")
    seen("orders-green serves the URL of orders")
    page.click(".actions button", "Withdraw")
    badge("Not published")
    seen("withdrawn")

    step("The event bus")
    page.click(".tabs a", "Event bus")
    page.click("#list .rows a", "CreateTargetGroup")
    page.until("document.querySelector('.detail .box')?.innerText.includes('comes nearest: it wants')", "the nearest rule")
    seen(text(".detail .box"))
    page.js("document.querySelector('#sample').value = 'nlb-tags-removed.json'")
    page.click(".tools button", "Deliver")
    page.until("document.querySelector('.tools .note')?.textContent", "what the delivery says")
    seen(text(".tools .note"))
    accessible("an event")

    step("The keyboard alone: an execution is started and stopped")
    page.click(".tabs a", "Executions")
    page.until("document.querySelector('#input')", "the form that starts an execution")
    page.js("document.querySelector('#input').focus()")
    page.fill("#input", '{"loadBalancerName": "inventory-that-is-not-there"}')
    page.key("Tab")
    page.key("Enter", text="\r")
    page.until("document.querySelector('#detail h2')?.textContent === 'publish inventory-that-is-not-there'", "the execution")
    page.until("document.querySelector('.graph .state')", "the graph")
    page.js("document.querySelector('.graph .state').focus()")
    page.key("Enter", text="\r")
    page.until("document.querySelector('.inspector strong')?.textContent === 'Take turn'", "the state that was chosen")
    badge("Failed")
    page.until("document.querySelector('#input')", "the form that starts an execution")
    page.js("document.querySelector('#input').focus()")
    page.fill("#input", '{"loadBalancerName": "broken"}')
    page.key("Enter", text="\r")
    page.until("document.querySelector('#detail h2')?.textContent === 'publish broken'", "the execution")
    page.until("document.querySelector('.state.wait[aria-label^=\"Check VPC link\"]')", "the VPC link to be waited for")
    page.until("document.querySelector('.actions button')", "the button that stops it")
    page.js("document.querySelector('.actions button').focus()")
    page.key("Enter", text="\r")
    badge("Stopped")
    seen("stopped")

    step("A stale token, and a lost connection")
    page.click(".tabs a", "Event bus")
    page.js("window.realFetch = fetch; window.fetch = (what, how) => realFetch(what, how?.method === 'POST'"
            " ? {...how, headers: {...how.headers, 'X-Gatelink-Token': '0'}} : how); 0")
    page.click(".tools button", "Deliver")
    page.until("document.querySelector('.tools .note')?.innerText.includes('earlier start')", "the refusal")
    seen(text(".tools .note"))
    page.js("window.fetch = realFetch; 0")
    page.open(endpoint + "/#/events")
    page.until("document.getElementById('connection').textContent === 'Live'", "the stream")
    page.send("Network.emulateNetworkConditions", {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
    page.click(".tools button", "Deliver")
    page.until("document.querySelector('.tools .note')?.innerText.includes('does not answer')", "the lost connection to be told")
    seen(text(".tools .note"))
    page.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})


def many():
    step("1,000 load balancers and 5,000 events")
    elb, events = client("elbv2"), client("events")
    for i in range(1000):
        elb.create_load_balancer(Name=f"many-{i:04}", Type="network", Scheme="internal", Subnets=["subnet-0a1b2c3d"])
    for i in range(400):
        events.put_events(Entries=[{"Source": "many", "DetailType": f"Event {i}", "Detail": json.dumps({"n": n})}
                                   for n in range(10)])
    before = page.transferred()
    page.open(endpoint + "/?many")
    page.until("document.getElementById('count-load-balancers').textContent >= '1000'", "all load balancers", 60)
    page.until("document.querySelectorAll('#list .rows li').length === 50", "a page of them")
    page.click(".tabs a", "Load balancers")
    size = page.transferred() - before
    seen(f"{size} bytes at first")
    check(size < 400_000, f"{size} bytes are transferred")
    page.js("window.long = []; new PerformanceObserver(list => long.push(...list.getEntries().map(e => e.duration)))"
            ".observe({type: 'longtask'}); 0")
    page.fill("#load-balancers-filter", "many-0999")
    page.until("document.querySelectorAll('#list .rows li').length === 1", "the filter")
    page.fill("#load-balancers-filter", "")
    for _ in range(5):
        page.click(".pager button", "Next")
    page.until("document.querySelector('.pager span').textContent.startsWith('251–300 of 10')", "the sixth page")
    page.click(".tabs a", "Event bus")
    page.until("document.querySelector('#list-heading').textContent === 'Event bus'", "the events")
    for first in range(51, 351, 50):
        page.click(".pager button", "Next")
        page.until(f"document.querySelector('.pager span').textContent.startsWith('{first}–{first + 49} of 5000')",
                   "older events")
    for i in range(30):
        events.put_events(Entries=[{"Source": "many", "DetailType": "Burst", "Detail": "{}"} for _ in range(10)])
    longest = max(page.js("long") or [0])
    seen(f"the longest task took {longest:.0f} ms")
    check(longest < 400, "the page stutters")


browser = Browser()
try:
    page = browser.page()
    story()
    many()
    troubles = [one for one in page.troubles() if "status of 403" not in one and "ERR_INTERNET_DISCONNECTED" not in one]
    check(not troubles, "Chromium complains:\n  " + "\n  ".join(troubles))
    seen("no error, no refusal of the Content-Security-Policy, no request that left this machine")
except Failed as e:
    sys.exit(f"console: {e}")
finally:
    browser.close()
