namespace Cairn.Reports;

/// <summary>The page: its head, its sections in the order of a reader's questions, its foot.</summary>
static class ReportPage
{
    static readonly (string Id, string Heading, Func<Findings, bool> Has, Action<HtmlWriter, Findings> Write)[] Sections =
    [
        ("scores", "How good it is", _ => true, ScoresSection.Write),
        ("answers", "Where it errs", f => f.IsClassification, ConfusionSection.Write),
        ("answers", "Where it errs", f => !f.IsClassification, ResidualSection.Write),
        ("coefficients", "What it looks at", CoefficientsSection.Has, CoefficientsSection.Write),
        ("importance", "Which columns it needs", ImportanceSection.Has, ImportanceSection.Write),
        ("data", "The data", _ => true, ProfileSection.Write),
        ("making", "How it was made", _ => true, MakingSection.Write),
    ];

    internal static string Write(Findings findings)
    {
        var html = new HtmlWriter();
        using (html.Open("html", ("xmlns", "http://www.w3.org/1999/xhtml"), ("lang", "en")))
        {
            using (html.Open("head"))
            {
                html.AddEmpty("meta", ("charset", "utf-8"));
                html.AddEmpty("meta", ("http-equiv", "Content-Security-Policy"),
                    ("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
                html.AddEmpty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                html.AddEmpty("meta", ("name", "color-scheme"), ("content", "light dark"));
                html.Add("title", $"{Figures.Short(findings.Report.Title)}: training report");
                html.Style(PageStyle.Css);
            }
            using (html.Open("body"))
            {
                VerdictSection.Write(html, findings);
                var shown = Sections.Where(s => s.Has(findings)).ToList();
                using (html.Open("nav", ("aria-label", "Sections")))
                    foreach (var section in shown) html.Add("a", section.Heading, ("href", "#" + section.Id));
                using (html.Open("main"))
                    foreach (var section in shown)
                        using (html.Open("section", ("id", section.Id)))
                        {
                            html.Add("h2", section.Heading);
                            section.Write(html, findings);
                        }
                html.Add("footer", $"Made by Cairn {MakingSection.Version}. This page is one file and loads nothing from elsewhere.");
            }
        }
        return html.ToString();
    }
}
