using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Cairn.Baselines;
using Cairn.Data;
using Cairn.Evaluation;
using Cairn.LinearModels;
using Cairn.ModelSelection;
using Cairn.Pipelines;
using Cairn.Preprocessing;
using Cairn.Reports;

namespace Cairn.Tests;

public sealed class TrainingReportTests
{
    static readonly XNamespace Html = "http://www.w3.org/1999/xhtml", Svg = "http://www.w3.org/2000/svg";

    static TrainingReport Classify(Table table, string target, double test = 0.2, string title = "some data") =>
        Classify(table, target, table.ToDataset(target, LearningTask.Classification).Split(test, seed: 1), title);

    static TrainingReport Classify(Table table, string target, (Dataset Train, Dataset Test) parts, string title = "some data") => new()
    {
        Title = title,
        Task = LearningTask.Classification,
        Source = table,
        Target = target,
        Train = parts.Train,
        Test = parts.Test,
        Model = new TablePreparation().Then(new LogisticRegression()).Fit(parts.Train),
        Baseline = new MostFrequentClass().Fit(parts.Train),
    };

    static TrainingReport Regress(Table table, string target, double test = 0.2) =>
        Regress(table, target, table.ToDataset(target, LearningTask.Regression).Split(test, seed: 1));

    static TrainingReport Regress(Table table, string target, (Dataset Train, Dataset Test) parts) => new()
    {
        Title = "some numbers",
        Task = LearningTask.Regression,
        Source = table,
        Target = target,
        Train = parts.Train,
        Test = parts.Test,
        Model = new TablePreparation().Then(new LinearRegression()).Fit(parts.Train),
        Baseline = new MeanPredictor().Fit(parts.Train),
    };

    /// <summary>Parses the page as XML without resolving anything, and checks what holds for every page.</summary>
    static XElement Parse(string page)
    {
        Assert.StartsWith("<!DOCTYPE html>\n", page, StringComparison.Ordinal);
        using var reader = XmlReader.Create(new StringReader(page["<!DOCTYPE html>\n".Length..]),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var root = XElement.Load(reader, LoadOptions.PreserveWhitespace);
        Assert.Equal(Html + "html", root.Name);
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName is "script" or "img" or "link" or "iframe" or "object" or "embed"
            or "use" or "foreignObject");
        Assert.DoesNotContain(root.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        foreach (var link in root.Descendants().Attributes().Where(a => a.Name.LocalName is "href" or "src" or "action"))
            Assert.Contains(root.Descendants(), e => "#" + (string?)e.Attribute("id") == link.Value);
        foreach (var style in root.Descendants().Where(e => e.Name.LocalName == "style"))
        {
            Assert.DoesNotContain("url(", style.Value, StringComparison.Ordinal);
            Assert.DoesNotContain("@import", style.Value, StringComparison.Ordinal);
        }
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'; img-src data:",
            (string?)root.Descendants(Html + "meta").Single(m =>
                (string?)m.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content"));
        Assert.Single(root.Descendants(Html + "h1"));
        Assert.All(root.Descendants(Html + "th"), th => Assert.True(th.Attribute("scope") is not null));
        Assert.All(root.Descendants(Svg + "svg").Where(s => s.Parent!.Name.Namespace == Html), svg =>
            Assert.Equal("img", (string?)svg.Attribute("role")));
        Assert.DoesNotContain("NaN", root.Element(Html + "body")!.Value, StringComparison.Ordinal);
        return root;
    }

    static string TextOf(XElement root) => Regex.Replace(root.Element(Html + "body")!.Value, @"\s+", " ");

    static Table Iris => BundledData.Load("iris");

    static Table Line(int rows) => new(
        new NumberColumn("x", [.. Enumerable.Range(0, rows).Select(i => (double)(i % 7))]),
        new NumberColumn("noise", [.. Enumerable.Range(0, rows).Select(i => (double)(i * 37 % 11))]),
        new NumberColumn("y", [.. Enumerable.Range(0, rows).Select(i => 3.0 * (i % 7) + i * 53 % 5)]));

    [Fact]
    public void Several_classes_show_verdict_scores_confusions_coefficients_and_data()
    {
        var root = Parse(Classify(Iris, "species").ToHtml());
        string text = TextOf(root);
        Assert.Matches(@"On 30 rows it had not seen, the model is right in \d+\.\d% of the cases; "
            + @"always answering ‘\w+’ would be right in 33\.3%\.", text);
        foreach (string part in new[] { "How good it is", "Where it errs", "What it looks at", "The data", "How it was made", "Accuracy",
            "Log loss", "Confusion matrix", "Effect of one standard deviation", "Held out 30 rows" })
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Equal(5, root.Descendants(Svg + "svg").Count(s => (string?)s.Attribute("class") == "spark"));
        Assert.DoesNotContain("ROC", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_classes_show_the_roc_curve()
    {
        string text = TextOf(Parse(Classify(BundledData.Load("breast-cancer"), "diagnosis").ToHtml()));
        Assert.Contains("ROC curve", text, StringComparison.Ordinal);
        Assert.Contains("The surest mistakes", text, StringComparison.Ordinal);
        Assert.Contains("The 25 largest of 30 columns", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_show_scatter_misses_and_the_largest_ones()
    {
        string text = TextOf(Parse(Regress(Line(200), "y").ToHtml()));
        Assert.Matches(@"On 40 rows it had not seen, the model misses “y” by [\d.]+ on average; "
            + @"always answering [\d.]+ would miss by [\d.]+\.", text);
        foreach (string part in new[] { "Predicted against actual", "actual less predicted", "The largest misses",
            "Half of the rows are missed by at most" })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_classes_become_a_list_of_confusions()
    {
        string[] names = [.. Enumerable.Range(0, 300).Select(i => "c" + (i % 25))];
        var table = new Table(new NumberColumn("x", [.. Enumerable.Range(0, 300).Select(i => i * 31 % 17 + i % 25 / 2.0)]),
            new CategoryColumn("class", names));
        string text = TextOf(Parse(Classify(table, "class").ToHtml()));
        Assert.Contains("The most frequent confusions", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Confusion matrix", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_row_held_out_is_enough()
    {
        string classes = TextOf(Parse(Classify(Iris, "species", test: 0.007).ToHtml()));
        Assert.Contains("On 1 row it had not seen", classes, StringComparison.Ordinal);
        Assert.Contains("Few rows.", classes, StringComparison.Ordinal);
        string numbers = TextOf(Parse(Regress(Line(100), "y", test: 0.01).ToHtml()));
        Assert.Contains("On 1 row it had not seen", numbers, StringComparison.Ordinal);
        Assert.Contains("R² says nothing here.", numbers, StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_alone_is_no_better_than_the_baseline()
    {
        var table = new Table(new NumberColumn("x", [.. Enumerable.Range(0, 50).Select(i => i * 7.0 % 13)]),
            new CategoryColumn("class", [.. Enumerable.Repeat("only", 50)]));
        string text = TextOf(Parse(Classify(table, "class").ToHtml()));
        Assert.Contains("No better than the baseline.", text, StringComparison.Ordinal);
        Assert.Contains("not defined", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Constant_predictions_are_drawn_and_called_what_they_are()
    {
        var table = Line(100);
        var (train, test) = table.ToDataset("y", LearningTask.Regression).Split(0.2, seed: 1);
        var mean = new MeanPredictor().Fit(train);
        var report = Regress(table, "y", (train, test)) with { Model = mean, Baseline = mean };
        string text = TextOf(Parse(report.ToHtml()));
        Assert.Contains("No better than the baseline.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("What it looks at", text, StringComparison.Ordinal);

        var same = new Table(table["x"], new NumberColumn("y", [.. Enumerable.Repeat(5.0, 100)]));
        Assert.Contains("R² says nothing here.", TextOf(Parse(Regress(same, "y").ToHtml())), StringComparison.Ordinal);
    }

    [Fact]
    public void Overfitting_is_said()
    {
        // nearly as many columns as rows to learn from: least squares learns the noise by heart
        Column[] noise = [.. Enumerable.Range(0, 40).Select(j => new NumberColumn("x" + j,
            [.. Enumerable.Range(0, 120).Select(i => (double)((i + 1) * (j + 3) * 7919 % 1009))]))];
        double[] signal = [.. Enumerable.Range(0, 120).Select(i => i * 29 % 31 * 10.0)];
        var table = new Table([.. noise, new NumberColumn("signal", signal),
            new NumberColumn("y", [.. signal.Select((s, i) => s + i * i * 31 % 17)])]);
        Assert.Contains("Overfitting.", TextOf(Parse(Regress(table, "y", test: 0.5).ToHtml())), StringComparison.Ordinal);
        Assert.DoesNotContain("Overfitting.", TextOf(Parse(Regress(table.Select("signal", "y"), "y", test: 0.5).ToHtml())),
            StringComparison.Ordinal);
        Assert.DoesNotContain("Overfitting.", TextOf(Parse(Classify(Iris, "species").ToHtml())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_looks_cut_off_is_said()
    {
        Table Of(double cap) => new(new NumberColumn("x", [.. Enumerable.Range(0, 1000).Select(i => i * 37 % 1000 + 0.0)]),
            new NumberColumn("y", [.. Enumerable.Range(0, 1000).Select(i => Math.Min(cap, i * 37 % 1000 + i % 3))]));
        Assert.Matches(@"Cut off\? \d+ rows held out \([\d.]+%\) have exactly the greatest value 900\.",
            TextOf(Parse(Regress(Of(900), "y").ToHtml())));
        Assert.DoesNotContain("Cut off?", TextOf(Parse(Regress(Of(2000), "y").ToHtml())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_decides_alone_is_said()
    {
        Assert.DoesNotContain("One column decides.", TextOf(Parse(Classify(Iris, "species").ToHtml())), StringComparison.Ordinal);
        double[] answer = [.. Enumerable.Range(0, 200).Select(i => i * 37 % 101 + 0.0)];
        var leaking = new Table(new NumberColumn("a", [.. answer.Select((y, i) => i % 7 + 0.01 * y)]),
            new NumberColumn("b", [.. answer.Select((_, i) => i % 5 + 0.0)]),
            new NumberColumn("invoice", [.. answer.Select((y, i) => 1.2 * y + i % 2)]), new NumberColumn("y", answer));
        Assert.Contains("“invoice” weighs more than four times as much as any other", TextOf(Parse(Regress(leaking, "y").ToHtml())),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_that_the_model_never_saw_are_named()
    {
        var seen = Iris.Take([.. Enumerable.Range(0, 100)]);
        var train = seen.ToDataset("species", LearningTask.Classification);
        var test = Iris.Take([.. Enumerable.Range(0, 150).Where(i => i % 5 == 0)]).ToDataset("species", LearningTask.Classification);
        string text = TextOf(Parse(Classify(Iris, "species", (train, test)).ToHtml()));
        Assert.Contains("classes that the model never saw: ‘virginica’", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Weighted_rows_and_rows_of_a_matrix_are_shown_too()
    {
        double[][] x = [.. Enumerable.Range(0, 40).Select(i => new[] { i % 7.0, i % 3 })];
        double[] y = [.. x.Select((row, i) => 2 * row[0] - row[1] + i % 2)];
        var data = new Dataset(Features.From((Tensor)x), y, weights: (Tensor)Enumerable.Range(0, 40).Select(i => 1.0 + i % 2).ToArray());
        var (train, test) = data.Split(0.25, seed: 1);
        var report = new TrainingReport
        {
            Title = "matrix",
            Task = LearningTask.Regression,
            Source = new Table(new NumberColumn("y", y)),
            Target = "y",
            Train = train,
            Test = test,
            Model = new LinearRegression().Fit(train),
            Baseline = new MeanPredictor().Fit(train),
        };
        string text = TextOf(Parse(report.ToHtml()));
        Assert.Contains("The rows count by their weights.", text, StringComparison.Ordinal);
        Assert.Contains("x1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Effects_are_coefficients_times_deviations()
    {
        // deviations by hand: x is 0, 2, 0, 2 and z is 0, 0, 1e200, 1e200
        double[][] rows = [[0, 0], [2, 0], [0, 1e200], [2, 1e200]];
        var model = new FixedLine(rows, 3, 1e-199);
        var all = Coefficients.Of(model, [], rows);
        Assert.Equal([1.0, 5e199], all.Deviations);
        Assert.Equal(3, all.Effect(0, 0), 12);
        Assert.Equal(5, all.Effect(0, 1), 12);
        Assert.Equal([1, 0], all.BySize());
    }

    [Fact]
    public void The_area_below_the_roc_curve_is_the_auc()
    {
        var report = Classify(BundledData.Load("breast-cancer"), "diagnosis", test: 0.5);
        var model = (IClassifier)report.Model;
        var answers = ClassifierAnswers.Of(model, report.Test);
        var curve = ThresholdSweep.Of(answers, answers.Positive);
        var (alarms, found) = (curve.FalseAlarmRate, curve.Recall);
        double area = 0;
        for (int i = 1; i < found.Length; i++) area += (alarms[i] - alarms[i - 1]) * (found[i] + found[i - 1]) / 2;
        Assert.Equal(Metrics.Auc.Compute(answers), area, 0.002);
        Assert.Equal((1, 1), (alarms[^1], found[^1]));
    }

    [Fact]
    public void Rows_of_one_class_have_no_roc_curve()
    {
        var table = BundledData.Load("breast-cancer");
        var (train, test) = table.ToDataset("diagnosis", LearningTask.Classification).Split(0.5, seed: 1);
        int[] y = test.Target!.ToArray<int>();
        var oneClass = test.Take([.. Enumerable.Range(0, test.Rows).Where(i => y[i] == y[0])]);
        Assert.Contains(">ROC", Classify(table, "diagnosis", (train, test)).ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain(">ROC", Classify(table, "diagnosis", (train, oneClass)).ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_interval_of_a_share_is_wilsons()
    {
        // statsmodels 0.13.5: proportion_confint(29, 30, method="wilson"), (0, 10), (324, 359)
        foreach (var (k, n, low, high) in new[] { (29, 30, 0.8332961, 0.9940914), (0, 10, 0.0, 0.2775328),
            (324, 359, 0.8674283, 0.9290628) })
        {
            var interval = VerdictSection.Wilson(k, n);
            Assert.Equal(low, interval.Low, 6);
            Assert.Equal(high, interval.High, 6);
        }
    }

    [Fact]
    public void Hostile_names_and_values_stay_text()
    {
        string[] hostile = ["</script><img src=x onerror=alert(1)>", "\"><svg onload=alert(2)>", "'-->]]><!--{{x}}&lt;",
            "\0\u0001\ud800\ufffe\u202eabc", "</style></title>"];
        var table = new Table(
            new CategoryColumn(hostile[0], [.. Enumerable.Range(0, 60).Select(i => hostile[i % 3])]),
            new NumberColumn(hostile[1], [.. Enumerable.Range(0, 60).Select(i => (double)(i % 5))]),
            new TextColumn(hostile[3], [.. Enumerable.Range(0, 60).Select(i => hostile[i % 5] + i)]),
            new CategoryColumn(hostile[2], [.. Enumerable.Range(0, 60).Select(i => hostile[i % 2])]));
        var root = Parse(Classify(table, hostile[2], title: hostile[4]).ToHtml());
        Assert.Contains(hostile[0], root.Value, StringComparison.Ordinal);
        Assert.Contains(hostile[4], root.Value, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', root.Value);
        Parse(Regress(table, hostile[1]).ToHtml());
    }

    [Fact]
    public void Long_names_and_many_columns_keep_the_page_small()
    {
        string novel = new('w', 100_000);
        Column[] columns = [.. Enumerable.Range(0, 700).Select(j =>
            new NumberColumn(novel + j, [.. Enumerable.Range(0, 40).Select(i => (double)(i * (j + 1) % 7))]))];
        var table = new Table([.. columns, new CategoryColumn("class",
            [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? novel + "a" : novel + "b")])]);
        string page = Classify(table, "class").ToHtml();
        Assert.True(page.Length < 600_000, $"{page.Length} characters");
        Assert.Contains("The first 60 are shown", TextOf(Parse(page)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tr-TR"), InlineData("de-DE"), InlineData("ar-SA"), InlineData("fa-IR")]
    public void The_bytes_depend_on_no_culture(string culture)
    {
        string[] expected = [Classify(Iris, "species").ToHtml(), Regress(Line(200), "y").ToHtml()];
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            Assert.Equal(expected, new[] { Classify(Iris, "species").ToHtml(), Regress(Line(200), "y").ToHtml() });
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Addresses_stand_in_namespaces_alone()
    {
        foreach (string page in new[] { Classify(Iris, "species").ToHtml(), Regress(Line(200), "y").ToHtml() })
            Assert.DoesNotContain("http", Regex.Replace(page, "xmlns=\"http://www\\.w3\\.org/[0-9]{4}/(xhtml|svg)\"|http-equiv", ""),
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_shows_what_was_inferred_without_its_folder()
    {
        string folder = Directory.CreateTempSubdirectory("cairn-report").FullName;
        try
        {
            string file = Path.Combine(folder, "flowers.csv"), page = Path.Combine(folder, "flowers.html");
            File.WriteAllText(file, "same;size;kind\n" + string.Concat(Enumerable.Range(1, 60)
                .Select(i => $"7;{i % 5}.5;{(i % 5 > 2 ? "big" : "small")}\n")));
            var table = Table.ReadCsv(file, out var inference);
            var report = Classify(table, "kind") with { Inference = inference };
            report.Save(page);
            string saved = File.ReadAllText(page);
            Assert.Equal(report.ToHtml(), saved);
            string text = TextOf(Parse(saved));
            Assert.Contains("flowers.csv: 60 rows, 3 columns, separator semicolon", text, StringComparison.Ordinal);
            Assert.Contains("left out 'same'", text, StringComparison.Ordinal);
            Assert.DoesNotContain(folder, saved, StringComparison.Ordinal);
            Assert.Throws<DirectoryNotFoundException>(() => report.Save(Path.Combine(folder, "none", "flowers.html")));
            Assert.Equal(["flowers.csv", "flowers.html"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_model_of_the_other_task_is_refused()
    {
        var report = Classify(Iris, "species") with { Task = LearningTask.Regression };
        Assert.Contains("needs a regressor", Assert.Throws<ArgumentException>(report.ToHtml).Message, StringComparison.Ordinal);
        var without = Classify(Iris, "species") with { Target = "nothing" };
        Assert.Contains("no column 'nothing'", Assert.Throws<ArgumentException>(without.ToHtml).Message, StringComparison.Ordinal);
    }

    /// <summary>A linear model of chosen coefficients.</summary>
    sealed class FixedLine(Features x, params double[] coefficients) : IRegressor, ILinearPredictor
    {
        public FeatureSchema Schema { get; } = new(x);

        public Tensor Coefficients => Tensor.From(coefficients);

        public Tensor Intercepts => Tensor.From([5.0]);

        public IReadOnlyList<string> ScoreNames => ["y"];

        public Tensor Predict(Features x) => throw new NotSupportedException();
    }
}
