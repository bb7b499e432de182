using Cairn.Reports;

namespace Cairn.Training;

/// <summary>The frame and the program of the page that plays the training of a network.</summary>
static class FilmPageParts
{
    internal const string Css = """
        .one{fill:none;stroke:var(--mark);stroke-width:2.5;stroke-linejoin:round}
        .two{fill:none;stroke:var(--c1);stroke-width:2.5;stroke-linejoin:round}
        .pale{stroke-opacity:.28}
        .best{stroke:var(--quiet);stroke-dasharray:5 4;fill:none}
        .w{fill:var(--mark)}.g{fill:var(--c1)}
        svg .name{fill:var(--ink);font-size:13px}
        svg .count{fill:var(--ink);text-anchor:middle}

        """;

    internal const string Body = PlayedPage.Bar + """
        <main>
        <section id="picture-section"><h2 id="picture-title"></h2><div class="key" id="picture-key"></div><svg id="picture" viewBox="0 0 560 380" role="img" aria-labelledby="picture-title"></svg></section>
        <section><h2 id="loss-title">Loss</h2><div class="key" id="loss-key"></div><svg id="loss" viewBox="0 0 560 380" role="img" aria-labelledby="loss-title"></svg></section>
        <section><h2 id="layers-title">Weights and gradients, layer by layer</h2><div class="key" id="layers-key"></div><svg id="layers" viewBox="0 0 560 380" role="img" aria-labelledby="layers-title"></svg></section>
        <section><h2>The epoch in numbers</h2><div class="scroll"><table id="numbers"></table></div></section>
        </main>
        <noscript><p>This page plays the epochs with a script, which is switched off here.</p></noscript>

        """;

    internal const string Script = """
        'use strict';
        (() => {
        const data = JSON.parse(document.getElementById('numbers-of-frames').textContent);
        const byId = id => document.getElementById(id), frames = data.frames, classes = data.classes || null, colour = k => `var(--c${k % 8})`;

        """ + PlayedPage.Tools + """
        const bytes = s => Uint8Array.from(atob(s), c => c.charCodeAt(0));
        const rgb = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim().replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3').match(/[0-9a-f]{2}/gi).map(h => parseInt(h, 16));
        const shape = (k, x, y) => k % 2 ? `M${(x - 3.5).toFixed(1)} ${(y - 3.5).toFixed(1)}h7v7h-7z` : `M${(x - 4).toFixed(1)} ${y.toFixed(1)}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z`;
        const rowsText = () => data.of > data.y.length ? `${data.y.length} of ${data.of} rows` : `${data.y.length} rows`;

        // What the network answers: a curve, regions, a surface, predictions against targets, or which class is taken for which.
        function makePicture() {
          const svg = byId('picture'), title = byId('picture-title');
          if (!data.kind) { byId('picture-section').remove(); return () => {}; }
          if (data.kind === 'curve') {
            title.textContent = 'The curve';
            keys('picture-key', [['var(--quiet)', rowsText()], ['var(--mark)', 'what the network answers']]);
            const range = data.ranges[0], a = axes(range, extent(data.y, .08), data.features[0], data.target), n = frames[0].values.length;
            svg.innerHTML = clip('in') + a.back + '<g clip-path="url(#in)">' + data.x.map((x, i) => `<circle class="dot" r="3.5" cx="${a.x(x).toFixed(1)}" cy="${a.y(data.y[i]).toFixed(1)}"/>`).join('') + '<path class="line" id="curve"/></g>';
            return f => byId('curve').setAttribute('d', path(f.values.map((v, i) => [a.x(range[0] + (range[1] - range[0]) * (i + .5) / n), Math.max(-1e4, Math.min(1e4, a.y(v)))])));
          }
          if (data.kind === 'regions' || data.kind === 'surface') {
            const regions = data.kind === 'regions', W = data.across, H = data.up, a = axes(data.ranges[0], data.ranges[1], data.features[0], data.features[1]);
            title.textContent = regions ? 'The decision boundary' : `What the network answers: ${data.target}`;
            const yr = extent(data.y, 0), share = v => Math.max(0, Math.min(1, (v - yr[0]) / (yr[1] - yr[0] || 1)));
            const mixed = t => [['--c1', .5 - t], ['--mark', t - .5]].find(([, s]) => s >= 0) || ['--mark', 0];
            keys('picture-key', regions ? classes.map((c, k) => [colour(k), `${data.target} = ${c}`]).concat([['var(--c7)', 'shade: probability']])
              : [['var(--mark)', `high, ${label(yr[1])}`], ['var(--c1)', `low, ${label(yr[0])}`], ['var(--quiet)', rowsText()]]);
            const canvas = document.createElement('canvas'), ctx = canvas.getContext('2d');
            canvas.width = W; canvas.height = H;
            const dots = regions ? classes.map((_, k) => `<path style="fill:${colour(k)};fill-opacity:.85;stroke:var(--card)" d="${data.y.map((y, i) => y === k ? shape(k, a.x(data.x[2 * i]), a.y(data.x[2 * i + 1])) : '').join('')}"/>`).join('')
              : data.y.map((y, i) => { const [name, s] = mixed(share(y)); return `<path style="fill:var(${name});fill-opacity:${(.15 + 1.7 * s).toFixed(2)};stroke:var(--quiet);stroke-opacity:.6" d="${shape(0, a.x(data.x[2 * i]), a.y(data.x[2 * i + 1]))}"/>`; }).join('');
            svg.innerHTML = clip('in') + `<image id="cells" x="${L}" y="${T}" width="${R - L}" height="${B - T}" preserveAspectRatio="none"/>` + a.back + `<g clip-path="url(#in)">${dots}</g>`;
            return f => {
              const image = ctx.createImageData(W, H), cells = bytes(f.cells), paints = regions ? classes.map((_, k) => rgb(`--c${k % 8}`)) : null, ends = { '--c1': rgb('--c1'), '--mark': rgb('--mark') };
              for (let i = 0; i < cells.length; i++) {
                if (regions) {
                  const least = 1 / classes.length, p = (cells[i] & 31) / 31;
                  image.data.set([...paints[cells[i] >> 5], 24 + 110 * Math.max(0, (p - least) / (1 - least))], 4 * i);
                } else {
                  const [name, s] = mixed(cells[i] / 255);
                  image.data.set([...ends[name], 20 + 400 * s * .8], 4 * i);
                }
              }
              ctx.putImageData(image, 0, 0);
              byId('cells').setAttribute('href', canvas.toDataURL());
            };
          }
          if (data.kind === 'scatter') {
            title.textContent = 'Answers against targets';
            keys('picture-key', [['var(--mark)', rowsText()], ['var(--quiet)', 'the right answer']]);
            const range = extent(data.y.concat(frames[frames.length - 1].values), .05), a = axes(range, range, `actual ${data.target}`, `answered ${data.target}`);
            svg.innerHTML = clip('in') + a.back + `<g clip-path="url(#in)"><path class="best" d="${path(range.map(v => [a.x(v), a.y(v)]))}"/><path id="dots" style="fill:var(--mark);fill-opacity:.65"/></g>`;
            return f => byId('dots').setAttribute('d', f.values.map((v, i) => finite(v) ? shape(0, a.x(data.y[i]), Math.max(-1e4, Math.min(1e4, a.y(v)))) : '').join(''));
          }
          title.textContent = 'Which class is taken for which';
          const n = classes.length, side = (B - T) / n, wide = (R - L - 60) / n, few = n <= 12;
          keys('picture-key', [['var(--mark)', 'right'], ['var(--c1)', 'wrong'], ['var(--quiet)', rowsText()]]);
          svg.innerHTML = `<text x="${L + 60 + n * wide / 2}" y="${B + 38}" text-anchor="middle">answered</text>` + classes.map((c, k) => few ? `<text x="${L + 52}" y="${(T + side * (k + .5) + 4).toFixed(1)}" text-anchor="end">${safe(c.slice(0, 14))}</text><text x="${(L + 60 + wide * (k + .5)).toFixed(1)}" y="${B + 17}" text-anchor="middle">${safe(c.slice(0, Math.max(3, Math.floor(wide / 7))))}</text>` : '').join('') + '<g id="cells"></g>';
          return f => {
            let s = '';
            for (let r = 0; r < n; r++) {
              const own = f.counts.slice(r * n, r * n + n), sum = own.reduce((t, v) => t + v, 0) || 1;
              for (let c = 0; c < n; c++) {
                const x = L + 60 + c * wide, y = T + r * side;
                s += `<rect x="${(x + 1).toFixed(1)}" y="${(y + 1).toFixed(1)}" width="${(wide - 2).toFixed(1)}" height="${(side - 2).toFixed(1)}" rx="3" style="fill:var(${r === c ? '--mark' : '--c1'});fill-opacity:${(.04 + .8 * own[c] / sum).toFixed(3)}"/>`;
                if (few && own[c]) s += `<text class="count" x="${(x + wide / 2).toFixed(1)}" y="${(y + side / 2 + 4).toFixed(1)}">${own[c]}</text>`;
              }
            }
            byId('cells').innerHTML = s;
          };
        }

        function makeLoss() {
          const all = data.losses.concat(data.validation).filter(v => finite(v)), low = Math.min(...all), high = Math.max(...all), log = low > 0 && high / low > 50, judged = data.validation.some(v => finite(v));
          keys('loss-key', [['var(--mark)', 'training' + (log ? ', on a scale of powers of ten' : '')]].concat(judged ? [['var(--c1)', 'validation']] : [], data.best ? [['var(--quiet)', `best epoch, ${data.best}` + (data.kept === data.best ? ', whose weights were kept' : '')]] : []));
          const span = log ? [low / 1.3, high * 1.3] : [Math.min(low, low - .06 * (high - low)), high + .06 * (high - low || 1)];
          const a = axes([0, Math.max(1, data.losses.length)], span, 'epoch', 'loss', log);
          const line = (values, to) => path(values.slice(0, to).map((v, i) => [i + 1, v]).filter(p => finite(p[1])).map(p => [a.x(p[0]), a.y(p[1])]));
          const end = data.losses.length;
          byId('loss').innerHTML = a.back + (data.best ? `<path class="best" d="M${a.x(data.best).toFixed(1)} ${T}V${B}"/>` : '') + `<path class="one pale" d="${line(data.losses, end)}"/><path class="two pale" d="${line(data.validation, end)}"/><path class="one" id="loss-one"/><path class="two" id="loss-two"/><circle class="here" r="5.5" id="loss-here"/><circle class="here" style="fill:var(--mark)" r="5.5" id="loss-also"/>`;
          const put = (id, epoch, v) => { const dot = byId(id); dot.setAttribute('visibility', epoch && finite(v) ? 'visible' : 'hidden'); if (epoch && finite(v)) { dot.setAttribute('cx', a.x(epoch).toFixed(1)); dot.setAttribute('cy', a.y(v).toFixed(1)); } };
          return f => {
            byId('loss-one').setAttribute('d', line(data.losses, f.epoch));
            byId('loss-two').setAttribute('d', line(data.validation, f.epoch));
            put('loss-also', f.epoch, f.loss);
            put('loss-here', f.epoch, f.validation);
          };
        }

        function makeLayers() {
          const svg = byId('layers'), count = frames[0].layers.length, room = 74, top = 20;
          if (!count) { svg.parentElement.remove(); return () => {}; }
          svg.setAttribute('viewBox', `0 0 560 ${top + count * room}`);
          keys('layers-key', [['var(--mark)', 'weights'], ['var(--c1)', 'gradients of the last step of the epoch'], ['var(--quiet)', '± standard deviation']]);
          const ranges = frames[0].layers.map((_, l) => extent(frames.flatMap(f => [f.layers[l].w.low, f.layers[l].w.high]), 0));
          const bars = (s, range, x0, x1, base, high, name) => {
            if (!s) return '';
            const most = Math.max(...s.n), w = (s.high - s.low) / s.n.length, at = v => x0 + (v - range[0]) / (range[1] - range[0]) * (x1 - x0);
            const flat = s.high === s.low;
            return `<path class="${name}" d="` + s.n.map((n, i) => {
              if (!n) return '';
              const l = flat ? at(s.low) - 2 : at(s.low + i * w), r = flat ? l + 4 : at(s.low + (i + 1) * w), h = high * n / most;
              return `M${l.toFixed(1)} ${base}v${(-h).toFixed(1)}H${Math.max(l + .6, r - .6).toFixed(1)}V${base}z`;
            }).join('') + '"/>';
          };
          const ends = (range, x0, x1, y) => `<path class="frame" d="M${x0} ${y}H${x1}"/><text x="${x0}" y="${y + 13}">${label(+range[0].toPrecision(3))}</text><text x="${x1}" y="${y + 13}" text-anchor="end">${label(+range[1].toPrecision(3))}</text>`;
          return f => {
            svg.innerHTML = f.layers.map((layer, l) => {
              const y = top + l * room, base = y + 42, g = layer.g, gRange = g ? extent([g.low, g.high, -g.low, -g.high], 0) : null;
              return `<text class="name" x="4" y="${y}">${safe(layer.path)}</text><text x="270" y="${y}" text-anchor="end">± ${text(+layer.w.dev.toPrecision(3))}</text>`
                + bars(layer.w, ranges[l], 4, 270, base, 36, 'w') + ends(ranges[l], 4, 270, base)
                + (g ? `<text x="556" y="${y}" text-anchor="end">± ${text(+g.dev.toPrecision(3))}</text>` + bars(g, gRange, 300, 556, base, 36, 'g') + ends(gRange, 300, 556, base) : '');
            }).join('');
          };
        }

        function makeNumbers() {
          return f => {
            const rows = [['epoch', f.epoch + (f.epoch === data.kept ? ', whose weights were kept' : '')], ['steps', f.step], ['training loss', text(f.loss)]];
            if (finite(f.validation)) rows.push(['validation loss', text(f.validation)], ['overfit gap', text(+(f.validation - f.loss).toPrecision(4))]);
            rows.push(['learning rate', text(f.rate)], ['length of the gradient', text(f.slope)]);
            if (f.counts) { const n = classes.length, all = f.counts.reduce((t, v) => t + v, 0); rows.push(['accuracy on the rows shown', (100 * f.counts.filter((_, i) => i % (n + 1) === 0).reduce((t, v) => t + v, 0) / all).toFixed(1) + ' %']); }
            for (const layer of f.layers) rows.push([`${layer.path}: mean and deviation`, `${text(+layer.w.mean.toPrecision(3))} ± ${text(+layer.w.dev.toPrecision(3))}`]);
            byId('numbers').innerHTML = rows.map(([n, v]) => `<tr><th>${safe(n)}</th><td>${v}</td></tr>`).join('');
          };
        }

        const draws = [makePicture(), makeLoss(), makeLayers(), makeNumbers()];
        const captionOf = f => `epoch ${f.epoch}   loss ${text(f.loss)}${f.epoch === data.kept ? '   weights kept' : ''}`;

        """ + PlayedPage.Player + """
        })();

        """;
}
