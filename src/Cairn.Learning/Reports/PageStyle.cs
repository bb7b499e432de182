namespace Cairn.Reports;

/// <summary>The look of the page: one column, system fonts, light and dark by the reader's preference, fit for paper.</summary>
static class PageStyle
{
    internal const string Css = """
        :root{color-scheme:light dark;--page:#f4f6f8;--card:#ffffff;--text:#1b2026;--quiet:#59636e;--rule:#dfe4e9;--mark:#1f6fb4;--warn:#8f4700;--warn-page:#fff6ea;--note-page:#eef5fb}
        @media(prefers-color-scheme:dark){:root{--page:#0e1013;--card:#15181c;--text:#e8ebee;--quiet:#a3adb8;--rule:#2d333a;--mark:#6cb0ea;--warn:#f0b070;--warn-page:#2a2016;--note-page:#152331}}
        *{box-sizing:border-box}
        html{scroll-behavior:smooth}
        @media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
        body{margin:0 auto;padding:2rem 1rem 3rem;max-width:70rem;background:var(--page);color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
        h1,h2,h3{line-height:1.25;text-wrap:balance}
        h1{font-size:1.9rem;margin:0}
        h2{font-size:1.3rem;margin:0 0 .6rem}
        h3{font-size:1rem;margin:1.6rem 0 .4rem}
        p{margin:.5rem 0;max-width:52rem}
        .quiet,figcaption,footer,caption{color:var(--quiet);font-size:.9rem}
        .verdict{font-size:1.25rem;line-height:1.45;margin:1rem 0 .4rem}
        .hint{border-left:.25rem solid var(--mark);background:var(--note-page);padding:.5rem .9rem;margin:.7rem 0;border-radius:0 .35rem .35rem 0}
        .hint.warning{border-color:var(--warn);background:var(--warn-page)}
        .hint strong{color:var(--mark)}
        .hint.warning strong{color:var(--warn)}
        nav{display:flex;flex-wrap:wrap;gap:.3rem 1.3rem;margin:1.4rem 0 .2rem}
        a{color:var(--mark);text-underline-offset:.2em}
        section{background:var(--card);border:1px solid var(--rule);border-radius:.6rem;padding:1.2rem 1.4rem 1.4rem;margin:1rem 0;scroll-margin-top:1rem}
        .pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:1rem 1.5rem;align-items:start}
        figure{margin:.6rem 0}
        figure .cairn-chart{display:block}
        figcaption{max-width:52rem;margin:.3rem 0 0}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;overflow-wrap:normal}
        caption{text-align:left;padding:0 0 .4rem}
        th,td{padding:.32rem .8rem .32rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule);max-width:24rem}
        thead th,thead th.n{color:var(--quiet);font-weight:600;vertical-align:bottom;white-space:normal}
        tbody th{font-weight:600}
        td:last-child,th:last-child{padding-right:0}
        tr:last-child>*{border-bottom:0}
        .n{text-align:right;white-space:nowrap}
        .key{font-weight:700}
        .wide{min-width:16rem;max-width:34rem;color:var(--quiet)}
        .name{overflow-wrap:break-word}
        .of{display:block;font-weight:400;white-space:nowrap}
        .line{white-space:nowrap}
        .tag{display:block;color:var(--mark);font-weight:600;font-size:.8rem}
        .spark{display:block;width:6.5rem;height:1.75rem;color:var(--mark)}
        details{margin:.9rem 0 0}
        summary{cursor:pointer;color:var(--mark)}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;font:.85rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--page);border-radius:.4rem;padding:.7rem .9rem;margin:.5rem 0;max-height:30rem;overflow-y:auto}
        ul{margin:.4rem 0;padding-left:1.3rem}
        footer{margin-top:1.5rem}
        @media(max-width:40rem){body{padding:1rem .6rem 2rem}section{padding:.9rem .9rem 1rem}h1{font-size:1.5rem}.verdict{font-size:1.1rem}}
        @media print{:root{--page:#ffffff}body{max-width:none;padding:0;font-size:.8rem}nav{display:none}section{border:0;padding:.5rem 0;break-inside:auto}figure,tr,.hint{break-inside:avoid}h2,h3{break-after:avoid}details::details-content{content-visibility:visible}.scroll{overflow:visible}pre{max-height:none}}

        """;
}
