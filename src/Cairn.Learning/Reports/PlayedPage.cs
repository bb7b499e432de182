namespace Cairn.Reports;

/// <summary>What pages that play a training share: the look, the bar with its slider, and the parts of the program that draw axes and turn
/// frames.</summary>
/// <remarks>A page's own program stands between <see cref="Tools"/> and <see cref="Player"/>. It defines <c>frames</c>, each with a
/// <c>step</c>, <c>draws</c>, functions of (frame, place), and <c>captionOf(frame)</c>.</remarks>
static class PlayedPage
{
    /// <summary>The page: its heading, the bar, its own panels and program, and its numbers as JSON that is safe inside a script
    /// element.</summary>
    internal static string Write(string heading, string kind, string css, Action<HtmlWriter> header, string body, string json, string script)
    {
        var html = new HtmlWriter();
        using (html.Open("html", ("lang", "en")))
        {
            using (html.Open("head"))
            {
                html.AddEmpty("meta", ("charset", "utf-8"));
                html.AddEmpty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                html.AddEmpty("meta", ("http-equiv", "Content-Security-Policy"),
                    ("content", "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"));
                html.Add("title", $"{heading} – {kind}");
                html.Style(css);
            }
            using (html.Open("body"))
            {
                using (html.Open("header"))
                {
                    html.Add("h1", heading);
                    header(html);
                }
                html.Markup(body);
                html.Markup($"<script type=\"application/json\" id=\"numbers-of-frames\">{json}</script>\n<script>\n{script}</script>\n");
            }
        }
        return html.ToString();
    }

    internal const string Css = """
        :root{color-scheme:light dark;--page:#f4f6f8;--card:#fff;--ink:#1b2026;--quiet:#59636e;--rule:#dfe4e9;--grid:#e6e9ed;--mark:#1f6fb4;--hot:#0b4a85;
        --c0:#1f6fb4;--c1:#c4500f;--c2:#145246;--c3:#71146c;--c4:#7d5e36;--c5:#cc2480;--c6:#1f22b2;--c7:#5f6b76}
        @media(prefers-color-scheme:dark){:root{--page:#0e1013;--card:#15181c;--ink:#e8ebee;--quiet:#a3adb8;--rule:#2d333a;--grid:#2a2f36;--mark:#62aef0;--hot:#8ec6f7;
        --c0:#62aef0;--c1:#f4905a;--c2:#c2f4e4;--c3:#dab8e0;--c4:#ddb940;--c5:#c57792;--c6:#8183e9;--c7:#a9b4bf}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1.6rem 1rem 2rem;max-width:84rem;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
        h1{font-size:1.6rem;margin:0}
        h2{font-size:1rem;margin:0 0 .3rem;font-weight:600}
        p{margin:.25rem 0}
        .quiet{color:var(--quiet);font-size:.9rem}
        .formula{font-size:1.05rem}
        .bar{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .7rem;background:var(--card);border:1px solid var(--rule);border-radius:.6rem;padding:.6rem .9rem;margin:1rem 0}
        .bar input{flex:1 1 12rem;accent-color:var(--mark);min-width:8rem}
        button,select{font:inherit;color:inherit;background:var(--page);border:1px solid var(--rule);border-radius:.4rem;padding:.3rem .7rem;cursor:pointer}
        #play{min-width:5.2rem;background:var(--mark);color:var(--card);border-color:var(--mark);font-weight:600}
        #now{font-variant-numeric:tabular-nums;min-width:11rem;font-weight:600}
        main{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,34rem),1fr));gap:1rem}
        section{background:var(--card);border:1px solid var(--rule);border-radius:.6rem;padding:.9rem 1rem}
        svg{display:block;width:100%;height:auto}
        svg text{fill:var(--quiet);font-size:12px;font-variant-numeric:tabular-nums}
        .grid{stroke:var(--grid);fill:none}
        .frame{stroke:var(--rule);fill:none}
        .dot{fill:var(--quiet);fill-opacity:.55}
        .line{fill:none;stroke:var(--mark);stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}
        .faint{fill:none;stroke:var(--mark);stroke-opacity:.3;stroke-width:2}
        .miss{stroke:var(--c1);stroke-opacity:.35;fill:none}
        .edge{fill:none;stroke:var(--ink);stroke-width:2}
        .iso{fill:none;stroke:var(--ink);stroke-opacity:.3;vector-effect:non-scaling-stroke}
        .band{fill:var(--hot);fill-opacity:.075;stroke:none}
        .here{fill:var(--c1);stroke:var(--card);stroke-width:2}
        .walk{fill:none;stroke:var(--c1);stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}
        .scroll{max-height:19rem;overflow:auto}
        table{border-collapse:collapse;width:100%;font-size:.95rem;font-variant-numeric:tabular-nums}
        th{text-align:left;font-weight:400;color:var(--quiet)}
        th,td{padding:.22rem 0;border-bottom:1px solid var(--rule)}
        td{text-align:right;white-space:nowrap;padding-left:1rem}
        tr:last-child>*{border:0}
        .key{display:flex;flex-wrap:wrap;gap:.1rem 1rem;font-size:.85rem;color:var(--quiet);min-height:1.3rem}
        .key i{display:inline-block;width:.7rem;height:.7rem;border-radius:50%;margin-right:.35rem}
        @media print{.bar{display:none}}

        """;

    internal const string Bar = """
        <div class="bar">
        <button id="play" type="button" title="space">Play</button>
        <button id="back" type="button" title="left arrow" aria-label="one step back">&#8592;</button>
        <button id="next" type="button" title="right arrow" aria-label="one step on">&#8594;</button>
        <input id="at" type="range" min="0" value="0" step="1" aria-label="step"/>
        <span id="now" aria-live="off"></span>
        <label class="quiet">seconds <select id="pace"><option>3</option><option selected="selected">8</option><option>20</option><option>60</option></select></label>
        </div>

        """;

    internal const string Tools = """
        const L = 58, R = 546, T = 10, B = 334;
        const finite = v => v !== null && Number.isFinite(v);
        const text = v => !finite(v) ? '–' : v === 0 ? '0' : Math.abs(v) >= 1e6 || Math.abs(v) < 1e-4 ? v.toExponential(3) : String(+v.toPrecision(6));
        const safe = s => String(s).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
        const extent = (values, air) => {
          let low = Infinity, high = -Infinity;
          for (const v of values) if (finite(v)) { low = Math.min(low, v); high = Math.max(high, v); }
          if (!(low <= high)) [low, high] = [0, 1];
          if (low === high) { const h = Math.abs(low) * .5 || 1; low -= h; high += h; }
          return [low - air * (high - low), high + air * (high - low)];
        };
        const ticks = (low, high, wanted) => {
          const raw = (high - low) / wanted, unit = 10 ** Math.floor(Math.log10(raw));
          const size = [1, 2, 5, 10].map(f => f * unit).find(s => s >= raw * .999), all = [];
          for (let v = Math.ceil(low / size); v * size <= high + size * 1e-9 && all.length < 40; v++) all.push(v * size);
          return all;
        };
        const label = v => { const t = +v.toPrecision(6); return Math.abs(t) >= 1e5 || (t !== 0 && Math.abs(t) < 1e-3) ? t.toExponential(1).replace('e+', 'e') : String(t); };
        function axes(xRange, yRange, xName, yName, logY) {
          const x = v => L + (v - xRange[0]) / (xRange[1] - xRange[0]) * (R - L);
          const to = v => logY ? Math.log10(v) : v, lo = to(yRange[0]), hi = to(yRange[1]);
          const y = v => B - (to(v) - lo) / (hi - lo) * (B - T);
          const xt = ticks(xRange[0], xRange[1], 6);
          let yt = ticks(lo, hi, 6);
          if (logY) { yt = yt.filter(v => Number.isInteger(+v.toPrecision(9))).map(v => 10 ** v); if (yt.length < 2) yt = ticks(yRange[0], yRange[1], 6).filter(v => v > 0); }
          let s = '<path class="grid" d="' + xt.map(v => `M${x(v).toFixed(1)} ${T}V${B}`).join('') + yt.map(v => `M${L} ${y(v).toFixed(1)}H${R}`).join('') + '"/>';
          s += xt.map(v => `<text x="${x(v).toFixed(1)}" y="${B + 17}" text-anchor="middle">${label(v)}</text>`).join('');
          s += yt.map(v => `<text x="${L - 7}" y="${(y(v) + 4).toFixed(1)}" text-anchor="end">${label(v)}</text>`).join('');
          s += `<text x="${(L + R) / 2}" y="${B + 38}" text-anchor="middle">${safe(xName)}</text>`;
          s += `<text transform="translate(13 ${(T + B) / 2}) rotate(-90)" text-anchor="middle">${safe(yName)}</text>`;
          return { x, y, back: s };
        }
        const clip = id => `<clipPath id="${id}"><rect x="${L}" y="${T}" width="${R - L}" height="${B - T}"/></clipPath>`;
        const path = points => points.length ? 'M' + points.map(p => p[0].toFixed(1) + ' ' + p[1].toFixed(1)).join('L') : '';
        const keys = (id, entries) => { byId(id).innerHTML = entries.map(([paint, name]) => `<span><i style="background:${paint}"></i>${safe(name)}</span>`).join(''); };

        """;

    internal const string Player = """
        const slider = byId('at'), play = byId('play');
        let at = 0, playing = null;
        slider.max = frames.length - 1;
        function show(i, keep) {
          at = Math.max(0, Math.min(frames.length - 1, i));
          const f = frames[at];
          for (const draw of draws) draw(f, at);
          slider.value = at;
          slider.setAttribute('aria-valuetext', `step ${f.step}`);
          byId('now').textContent = captionOf(f);
          if (!keep) history.replaceState(null, '', `#step=${f.step}`);
        }
        function stop() { if (playing) cancelAnimationFrame(playing.id); playing = null; play.textContent = 'Play'; }
        function start() {
          if (at === frames.length - 1) show(0, true);
          playing = { from: at, since: null, id: 0 };
          play.textContent = 'Pause';
          const tick = now => {
            if (!playing) return;
            playing.since ??= now;
            const to = playing.from + Math.floor((now - playing.since) / (1000 * +byId('pace').value) * (frames.length - 1));
            if (to > at) show(to, true);
            if (at === frames.length - 1) { stop(); show(at); return; }
            playing.id = requestAnimationFrame(tick);
          };
          playing.id = requestAnimationFrame(tick);
        }
        function fromHash() {
          const wanted = /step=(\d+)/.exec(location.hash);
          let i = frames.length - 1;
          if (wanted) { i = frames.findIndex(f => f.step >= +wanted[1]); if (i < 0) i = frames.length - 1; }
          show(i, true);
        }
        play.onclick = () => { if (playing) { stop(); show(at); } else start(); };
        byId('back').onclick = () => { stop(); show(at - 1); };
        byId('next').onclick = () => { stop(); show(at + 1); };
        byId('pace').onchange = () => { if (playing) { stop(); start(); } };
        slider.oninput = () => { stop(); show(+slider.value); };
        addEventListener('keydown', e => {
          if (e.target.tagName === 'SELECT' || e.target.tagName === 'BUTTON' && e.key === ' ') return;
          if (e.key === ' ') play.click();
          else if (e.target === slider) return;
          else if (e.key === 'ArrowLeft') byId('back').click();
          else if (e.key === 'ArrowRight') byId('next').click();
          else if (e.key === 'Home') { stop(); show(0); }
          else if (e.key === 'End') { stop(); show(frames.length - 1); }
          else return;
          e.preventDefault();
        });
        addEventListener('hashchange', fromHash);
        matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => show(at, true));
        fromHash();

        """;
}
