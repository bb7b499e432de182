using Cairn.Reports;

namespace Cairn.LinearModels;

/// <summary>The frame and the program of the page that plays a descent.</summary>
static class DescentPageParts
{
    internal const string Body = PlayedPage.Bar + """
        <main>
        <section><h2 id="fit-title"></h2><div class="key" id="fit-key"></div><svg id="fit" viewBox="0 0 560 380" role="img" aria-labelledby="fit-title"></svg></section>
        <section><h2 id="cost-title">Cost</h2><div class="key" id="cost-key"></div><svg id="cost" viewBox="0 0 560 380" role="img" aria-labelledby="cost-title"></svg></section>
        <section id="surface-section"><h2 id="surface-title">The path on the cost surface</h2><div class="key" id="surface-key"></div><svg id="surface" viewBox="0 0 560 380" role="img" aria-labelledby="surface-title"></svg></section>
        <section><h2>The step in numbers</h2><div class="scroll"><table id="numbers"></table></div><p class="quiet" id="units"></p></section>
        </main>
        <noscript><p>This page plays its steps with a script, which is switched off here.</p></noscript>

        """;

    internal const string Script = """
        'use strict';
        (() => {
        const data = JSON.parse(document.getElementById('numbers-of-frames').textContent);
        const byId = id => document.getElementById(id), frames = data.frames, classes = data.classes || null;
        const d = data.features.length, K = data.scores, colour = k => `var(--c${k % 8})`;
        """ + PlayedPage.Tools + """
        const sigmoid = z => 1 / (1 + Math.exp(-z));
        const scores = (f, row) => { const z = []; for (let k = 0; k < K; k++) { let s = f.b[k]; for (let j = 0; j < d; j++) s += f.w[k * d + j] * row[j]; z.push(s); } return z; };
        const best = z => K === 1 ? (z[0] >= 0 ? 1 : 0) : z.indexOf(Math.max(...z));
        const shape = (k, x, y) => k % 2 ? `M${(x - 4).toFixed(1)} ${(y - 4).toFixed(1)}h8v8h-8z` : `M${(x - 4.5).toFixed(1)} ${y.toFixed(1)}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z`;

        // The fit: a line, a curve, regions, or what was predicted against what is.
        function makeFit() {
          const svg = byId('fit'), xs = data.x, ys = data.y, title = byId('fit-title');
          const classDots = at => classes.map((_, k) => `<path style="fill:${colour(k)};fill-opacity:.85;stroke:var(--card)" d="${xs.map((row, i) => data.y[i] === k ? shape(k, ...at(row, i)) : '').join('')}"/>`).join('');
          if (!classes && d === 1) {
            title.textContent = 'The line';
            keys('fit-key', [['var(--quiet)', data.of > xs.length ? `${xs.length} of ${data.of} rows` : `${xs.length} rows`], ['var(--mark)', 'prediction'], ['var(--c1)', 'what it misses by']]);
            const a = axes(extent(xs.map(r => r[0]), .04), extent(ys.concat(frames[0].b[0]), .06), data.features[0], data.target);
            const ends = extent(xs.map(r => r[0]), .04);
            svg.innerHTML = clip('in-fit') + a.back + '<g clip-path="url(#in-fit)"><path class="miss" id="fit-miss"/>' + xs.map((r, i) => `<circle class="dot" r="3.5" cx="${a.x(r[0]).toFixed(1)}" cy="${a.y(ys[i]).toFixed(1)}"/>`).join('') + '<path class="line" id="fit-line"/></g>';
            return f => {
              const h = v => f.b[0] + f.w[0] * v;
              byId('fit-line').setAttribute('d', path(ends.map(v => [a.x(v), a.y(h(v))])));
              byId('fit-miss').setAttribute('d', xs.map((r, i) => `M${a.x(r[0]).toFixed(1)} ${a.y(ys[i]).toFixed(1)}V${Math.max(-1e4, Math.min(1e4, a.y(h(r[0])))).toFixed(1)}`).join(''));
            };
          }
          if (classes && d === 1 && K === 1) {
            title.textContent = 'The probability';
            keys('fit-key', classes.map((c, k) => [colour(k), `${data.target} = ${c}`]).concat([['var(--mark)', `P(${classes[1] || classes[0]})`]]));
            const range = extent(xs.map(r => r[0]), .06), a = axes(range, [-.08, 1.08], data.features[0], 'probability');
            svg.innerHTML = clip('in-fit') + a.back + `<g clip-path="url(#in-fit)">${classDots((r, i) => [a.x(r[0]), a.y(ys[i])])}<path class="edge" id="fit-edge" stroke-dasharray="5 4"/><path class="line" id="fit-line"/></g>`;
            return f => {
              const at = i => range[0] + (range[1] - range[0]) * i / 120, cut = -f.b[0] / f.w[0];
              byId('fit-line').setAttribute('d', path(Array.from({ length: 121 }, (_, i) => [a.x(at(i)), a.y(sigmoid(f.b[0] + f.w[0] * at(i)))])));
              byId('fit-edge').setAttribute('d', Number.isFinite(cut) && cut > range[0] && cut < range[1] ? `M${a.x(cut).toFixed(1)} ${T}V${B}` : '');
            };
          }
          if (classes && d === 2) {
            title.textContent = 'The decision boundary';
            keys('fit-key', classes.map((c, k) => [colour(k), `${data.target} = ${c}`]).concat([['var(--c7)', 'shade: probability']]));
            const xr = extent(xs.map(r => r[0]), .06), yr = extent(xs.map(r => r[1]), .06), a = axes(xr, yr, data.features[0], data.features[1]);
            const W = 140, H = 93, canvas = document.createElement('canvas'), ctx = canvas.getContext('2d');
            canvas.width = W; canvas.height = H;
            svg.innerHTML = clip('in-fit') + `<image id="fit-image" x="${L}" y="${T}" width="${R - L}" height="${B - T}" preserveAspectRatio="none"/>` + a.back + `<g clip-path="url(#in-fit)"><path class="edge" id="fit-edge"/>${classDots(r => [a.x(r[0]), a.y(r[1])])}</g>`;
            const rgb = k => getComputedStyle(document.documentElement).getPropertyValue(`--c${k % 8}`).trim().match(/[0-9a-f]{2}/gi).map(h => parseInt(h, 16));
            return f => {
              const image = ctx.createImageData(W, H), paints = classes.map((_, k) => rgb(k));
              for (let r = 0; r < H; r++) for (let c = 0; c < W; c++) {
                const z = scores(f, [xr[0] + (xr[1] - xr[0]) * (c + .5) / W, yr[1] - (yr[1] - yr[0]) * (r + .5) / H]), k = classes.length < 2 ? 0 : best(z);
                let p = 1;
                if (K === 1) p = sigmoid(Math.abs(z[0])); else { const top = Math.max(...z); p = 1 / z.reduce((s, v) => s + Math.exp(v - top), 0); }
                image.data.set([...paints[k], 20 + 90 * Math.max(0, (p - 1 / classes.length) / (1 - 1 / classes.length))], 4 * (r * W + c));
              }
              ctx.putImageData(image, 0, 0);
              byId('fit-image').setAttribute('href', canvas.toDataURL());
              let edge = '';
              if (K === 1) {
                const [w0, w1, b] = [f.w[0], f.w[1], f.b[0]];
                if (Math.abs(w1) * (yr[1] - yr[0]) > Math.abs(w0) * (xr[1] - xr[0])) edge = path(xr.map(v => [a.x(v), a.y(-(b + w0 * v) / w1)]));
                else if (w0 !== 0) edge = path(yr.map(v => [a.x(-(b + w1 * v) / w0), a.y(v)]));
              }
              byId('fit-edge').setAttribute('d', edge);
            };
          }
          if (!classes) {
            title.textContent = 'Predicted against actual';
            keys('fit-key', [['var(--mark)', data.of > xs.length ? `${xs.length} of ${data.of} rows` : `${xs.length} rows`], ['var(--quiet)', 'the right answer']]);
            const last = xs.map(r => scores(frames[frames.length - 1], r)[0]), range = extent(ys.concat(last), .05), a = axes(range, range, `actual ${data.target}`, `predicted ${data.target}`);
            svg.innerHTML = clip('in-fit') + a.back + `<g clip-path="url(#in-fit)"><path class="edge" stroke-dasharray="5 4" style="stroke:var(--quiet)" d="${path(range.map(v => [a.x(v), a.y(v)]))}"/><path id="fit-dots" style="fill:var(--mark);fill-opacity:.75"/></g>`;
            return f => byId('fit-dots').setAttribute('d', xs.map((r, i) => shape(0, a.x(ys[i]), Math.max(-1e4, Math.min(1e4, a.y(scores(f, r)[0]))))).join(''));
          }
          title.textContent = 'The weights';
          keys('fit-key', [['var(--mark)', 'above 0'], ['var(--c1)', 'below 0']]);
          const width = (frames[0].theta.length / K), list = data.parameters.map((name, j) => ({ name, j })).filter(p => p.j % width < d).sort((p, q) => Math.abs(frames[frames.length - 1].theta[q.j]) - Math.abs(frames[frames.length - 1].theta[p.j])).slice(0, 14);
          const range = extent(frames.flatMap(f => list.map(p => f.theta[p.j])).concat(0), .03), room = (B - T) / list.length, x = v => 230 + (v - range[0]) / (range[1] - range[0]) * (R - 230);
          svg.innerHTML = `<path class="frame" d="M${x(0)} ${T}V${B}"/>` + list.map((p, i) => `<text x="222" y="${(T + room * (i + .5) + 4).toFixed(1)}" text-anchor="end">${safe(p.name.replace('weight of ', '').slice(0, 32))}</text><path id="fit-bar-${i}"/>`).join('');
          return f => list.forEach((p, i) => {
            const bar = byId(`fit-bar-${i}`), v = f.theta[p.j];
            bar.setAttribute('d', `M${x(0).toFixed(1)} ${(T + room * (i + .15)).toFixed(1)}H${x(v).toFixed(1)}v${(room * .7).toFixed(1)}H${x(0).toFixed(1)}z`);
            bar.setAttribute('style', `fill:${v < 0 ? 'var(--c1)' : 'var(--mark)'}`);
          });
        }

        function makeCost() {
          const costs = frames.map(f => f.cost).filter(v => finite(v)), low = Math.min(...costs), high = Math.max(...costs), log = low > 0 && high / low > 200;
          keys('cost-key', [['var(--mark)', 'mean over all rows' + (log ? ', on a scale of powers of ten' : '')]]);
          const span = log ? [low / 1.3, high * 1.3] : [Math.min(low, low - .06 * (high - low)), high + .06 * (high - low || 1)];
          const a = axes([0, Math.max(1, frames[frames.length - 1].step)], span, 'step', 'cost', log);
          const points = frames.filter(f => finite(f.cost)).map(f => [a.x(f.step), a.y(f.cost)]);
          byId('cost').innerHTML = a.back + `<path class="faint" d="${path(points)}"/><path class="line" id="cost-line"/><circle class="here" r="6" id="cost-here"/>`;
          return (f, i) => {
            byId('cost-line').setAttribute('d', path(points.slice(0, i + 1)));
            const here = points[Math.min(i, points.length - 1)];
            byId('cost-here').setAttribute('cx', here[0].toFixed(1));
            byId('cost-here').setAttribute('cy', here[1].toFixed(1));
          };
        }

        function makeSurface() {
          const s = data.surface;
          if (!s) { byId('surface-section').remove(); return () => {}; }
          const others = frames[0].theta.length > 2 ? '; the other parameters as at the end' : '';
          keys('surface-key', [['var(--c1)', 'the way'], ['var(--hot)', 'full colour is costly' + others]]);
          const a = axes(s.xRange, s.yRange, s.xName, s.yName), sx = (R - L) / s.columns, sy = (B - T) / s.rows;
          const points = frames.map(f => [a.x(f.theta[s.first]), a.y(f.theta[s.second])]);
          byId('surface').innerHTML = clip('in-surface') + `<g transform="translate(${L} ${B}) scale(${sx} ${-sy})">` + s.bands.map(b => `<path class="band" d="${b.area}"/>`).join('') + s.bands.map(b => `<path class="iso" d="${b.line}"><title>cost ${text(b.cost)}</title></path>`).join('') + `</g>` + a.back + `<g clip-path="url(#in-surface)"><path class="walk" style="stroke-opacity:.25" d="${path(points)}"/><path class="walk" id="surface-walk"/></g><circle class="here" r="6" id="surface-here"/>`;
          return (f, i) => {
            byId('surface-walk').setAttribute('d', path(points.slice(0, i + 1)));
            byId('surface-here').setAttribute('cx', points[i][0].toFixed(1));
            byId('surface-here').setAttribute('cy', points[i][1].toFixed(1));
          };
        }

        function makeNumbers() {
          byId('units').textContent = data.normalised ? 'The descent moves the weights of normalised columns; the table shows them, and beside them those of the columns as they are.' : '';
          const width = frames[0].theta.length / K, own = (f, j) => { const k = Math.floor(j / width), c = j % width; return c < d ? f.w[k * d + c] : f.b[k]; };
          const hit = f => classes ? data.x.reduce((n, r, i) => n + (best(scores(f, r)) === data.y[i] ? 1 : 0), 0) / data.x.length : null;
          return f => {
            const rows = [['step', f.step], ['epoch', f.epoch], ['cost', text(f.cost)], ['length of the gradient', text(f.slope)]];
            if (classes && classes.length > 1) rows.push(['accuracy on the rows', (100 * hit(f)).toFixed(1) + ' %']);
            let html = rows.map(([n, v]) => `<tr><th>${n}</th><td>${v}</td>${data.normalised ? '<td></td>' : ''}</tr>`).join('');
            html += data.parameters.slice(0, 40).map((n, j) => `<tr><th>${safe(n)}</th><td>${text(f.theta[j])}</td>${data.normalised ? `<td>${text(own(f, j))}</td>` : ''}</tr>`).join('');
            byId('numbers').innerHTML = html;
          };
        }

        const draws = [makeFit(), makeCost(), makeSurface(), makeNumbers()];
        const captionOf = f => `step ${f.step}   cost ${text(f.cost)}`;

        """ + PlayedPage.Player + """
        })();

        """;
}
