/* The board in a browser: asks the hub what is new, and gives each call its turn.
   Plain enough for the browser of an old smart TV. */
(function () {
  "use strict";
  var SHOWN = 6, AGAIN_MS = 2000, PATIENCE_MS = 45000;
  var body = document.body, stays = Number(body.getAttribute("data-stays"));
  var mark = "", day = null, shown = [], coming = [], busy = false;
  var aheadMs = 0, behindMs = 0, heardMs = 0, gone = false;

  function at(id) { return document.getElementById(id); }
  function write(id, text) { if (at(id).textContent !== text) { at(id).textContent = text; } }
  function add(parent, tag, text) {
    var made = document.createElement(tag);
    made.textContent = text;
    parent.appendChild(made);
  }
  function nowMs() { return Date.now() + behindMs; }
  function clock(ms) {
    var local = new Date(ms + aheadMs);
    return ("0" + local.getUTCHours()).slice(-2) + body.getAttribute("data-colon") +
      ("0" + local.getUTCMinutes()).slice(-2);
  }

  function size() {
    // on a screen that stands, the large column takes the whole width
    var wide = window.innerWidth / (window.innerHeight > window.innerWidth ? 0.709 : 1);
    var high = Math.min(window.innerHeight, wide * 9 / 16);
    document.documentElement.style.fontSize = (high / 108) + "px";
    fit();
    run();
  }
  function fit() {
    var room = at("called").clientWidth, made;
    ["number", "at"].forEach(function (id) {
      var span = at(id), whole = id === "at" ? room * 0.85 : room;
      span.style.fontSize = "";
      made = span.scrollWidth;
      if (made > whole && made) {
        span.style.fontSize =
          (parseFloat(getComputedStyle(span).fontSize) * whole / made) + "px";
      }
    });
  }
  function run() {
    var strip = at("strip"), text = at("text"), words = text.getAttribute("data-words") || "";
    strip.hidden = !words;
    text.className = "";
    text.textContent = words;
    if (words && text.offsetWidth > strip.clientWidth * 0.95) {
      // twice, so that its beginning follows its end
      text.textContent = "";
      add(text, "span", words + " \u2003 \u2003 ");
      add(text, "span", words + " \u2003 \u2003 ");
      text.className = "runs";
      text.style.animationDuration = text.style.webkitAnimationDuration =
        (text.offsetWidth / 2 / (window.innerHeight * 0.085)) + "s";
    }
  }

  function paint() {
    var list = at("earlier"), first = shown[0];
    at("called").hidden = !first;
    at("words").hidden = !!first;
    list.textContent = "";
    if (!first) { return; }
    write("number", first.number);
    write("at", first.at);
    shown.slice(1).forEach(function (each) {
      var tile = document.createElement("li");
      add(tile, "b", each.number);
      add(tile, "span", each.at);
      add(tile, "span", each.service);
      list.appendChild(tile);
    });
    fit();
  }
  function others(number) {
    return shown.filter(function (each) { return each.number !== number; });
  }
  function turn() {
    var call = coming.shift();
    busy = !!call;
    if (!call) { return; }
    shown = [call].concat(others(call.number)).slice(0, SHOWN);
    paint();
    window.setTimeout(turn, stays);
  }

  function take(state) {
    behindMs = state.now_ms - Date.now();
    heardMs = state.now_ms;
    mark = state.mark;
    write("words", state.words);
    tell(false);
    if (!mark) { paint(); return; }
    aheadMs = state.ahead_ms;
    write("office", state.office);
    write("date", state.date);
    if (state.fresh || state.day !== day) {
      day = state.day;
      coming = [];
      shown = state.calls.slice();
      state.news.forEach(function (each) { shown = others(each.number); });
    }
    state.taken_back.forEach(function (number) { shown = others(number); });
    coming = coming.concat(state.news);
    var list = at("waiting");
    at("heading").hidden = !state.waiting.length;
    list.textContent = "";
    state.waiting.forEach(function (each) {
      var row = document.createElement("li");
      add(row, "i", each[0]);
      add(row, "span", each[1]);
      add(row, "b", String(each[2]));
      list.appendChild(row);
    });
    if (at("text").getAttribute("data-words") !== state.text) {
      at("text").setAttribute("data-words", state.text);
      run();
    }
    paint();
    if (!busy) { turn(); }
    tick();
  }
  function tell(isGone) {
    if (isGone && !gone && heardMs) {
      write("note", body.getAttribute("data-gone").replace("{clock}", clock(heardMs)));
    }
    gone = isGone;
    at("note").hidden = !(gone && heardMs);
  }
  function tick() { if (heardMs) { write("clock", clock(nowMs())); } }

  function ask() {
    var request = new XMLHttpRequest();
    var query = window.location.search.replace(/^\?/, "");
    request.open("GET", "/board/state?after=" + encodeURIComponent(mark) + "&" + query);
    request.timeout = PATIENCE_MS;
    request.onload = function () {
      var state = null;
      try { state = request.status === 200 && JSON.parse(request.responseText); } catch (e) {}
      if (state) { take(state); } else { tell(true); }
      window.setTimeout(ask, state && mark ? 0 : AGAIN_MS);
    };
    request.onerror = request.ontimeout = function () {
      tell(true);
      window.setTimeout(ask, AGAIN_MS);
    };
    request.send();
  }

  window.addEventListener("resize", size);
  if (document.fonts && document.fonts.ready) { document.fonts.ready.then(size); }
  size();
  paint();
  window.setInterval(tick, 1000);
  ask();
}());
