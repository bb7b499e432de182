using Cairn.Plotting;

namespace Cairn.Tests;

/// <summary>The charts that the snapshots show: each kind, and the cases that break layouts.</summary>
static class Gallery
{
    public static readonly SortedDictionary<string, Chart> Charts = new(StringComparer.Ordinal)
    {
        ["line"] = new Chart { Title = "Learning curve", XLabel = "epoch", YLabel = "loss" }
            .Line(Sequence(60, i => i + 1), Sequence(60, i => 2.2 / (1 + 0.15 * i) + 0.08 * Wave(i)), "train")
            .Line(Sequence(60, i => i + 1), Sequence(60, i => 2.3 / (1 + 0.11 * i) + 0.12 * Wave(i + 5) + 0.003 * i), "validation"),
        ["line-gaps"] = new Chart { Title = "Gaps where a value is missing" }
            .Line(Sequence(30, i => i is 7 or 8 or 20 or 22 ? double.NaN : i * i * 1e5)),
        ["scatter"] = new Chart { Title = "Petals", XLabel = "length, cm", YLabel = "width, cm" }
            .Scatter(Sequence(50, i => 1.4 + 0.3 * Wave(i)), Sequence(50, i => 0.25 + 0.1 * Wave(i * 3)), "setosa")
            .Scatter(Sequence(50, i => 4.3 + 0.8 * Wave(i)), Sequence(50, i => 1.3 + 0.3 * Wave(i * 3) + 0.2 * Wave(i)), "versicolor")
            .Scatter(Sequence(50, i => 5.5 + 0.9 * Wave(i)), Sequence(50, i => 2.0 + 0.4 * Wave(i * 3) + 0.1 * Wave(i)), "virginica"),
        ["scatter-diagonal"] = new Chart { Title = "Predicted against actual", XLabel = "actual", YLabel = "predicted" }
            .Scatter(Sequence(400, i => 25e4 + 24e4 * Wave(i)),
                Sequence(400, i => 25e4 + 22e4 * Wave(i) + 4e4 * Wave(i * 7 + 1)), "districts")
            .Diagonal("perfect"),
        ["bars"] = new Chart { Title = "Accuracy", YLabel = "share of rows" }
            .Bars(["logistic", "forest", "boosting"], [0.91, 0.94, 0.957], "test")
            .Bars(["logistic", "forest", "boosting"], [0.93, 0.999, 0.998], "train")
            .HorizontalLine(0.5, "baseline"),
        ["bars-signed"] = new Chart { Title = "Monthly balance", YLabel = "euro" }
            .Bars(["January", "February", "March", "April", "May", "June", "July", "August",
                    "September", "October", "November", "December"],
                [1200, -300, 450, 800, -950, double.NaN, 2100, 1800, -20, 0, 640, 1500]),
        ["bars-horizontal"] = new Chart { Title = "Coefficients", XLabel = "change of the target for one standard deviation" }
            .HorizontalBars(["median_income", "ocean_proximity = INLAND",
                    "housing_median_age_of_the_block_in_years_since_it_was_built", "latitude", "households"],
                [73_500, -39_800, 13_900, -54_200, 18_700]),
        ["histogram"] = new Chart { Title = "House values", XLabel = "dollars", YLabel = "districts" }
            .Histogram(Sequence(2000, i => 21e4 + 9e4 * (Wave(3 * i) + Wave(3 * i + 1) + Wave(3 * i + 2)))),
        ["confusion"] = new Chart { Title = "Confusion matrix" }
            .ConfusionMatrix([50, 0, 0, 0, 47, 3, 0, 12, 380], ["setosa", "versicolor", "virginica"]),
        ["heat-signed"] = new Chart { Title = "Correlations", Height = 420 }
            .HeatMap([1, 0.87, -0.43, 0.12, 0.87, 1, -0.37, double.NaN, -0.43, -0.37, 1, -0.92, 0.12, double.NaN, -0.92, 1],
                ["petal length", "petal width", "sepal width", "sepal length"],
                ["petal length", "petal width", "sepal width", "sepal length"]),
        ["logarithmic"] = (new Chart { Title = "Time of a product", XLabel = "size", YLabel = "seconds" }
            with
        { XScale = AxisScale.Logarithmic, YScale = AxisScale.Logarithmic })
            .Line([16, 64, 256, 1024, 4096], [2e-6, 9e-5, 5e-3, 0.31, 20], "plain")
            .Line([16, 64, 256, 1024, 4096], [1e-6, 8e-6, 3e-4, 0.018, 1.1], "blocked"),
        ["narrow"] = new Chart
        {
            Title = "A title much too long for a picture as narrow as this one",
            XLabel = "x",
            YLabel = "y",
            Width = 240,
            Height = 160,
        }.Line([0, 1, 2, 3], [1e-7, 3e-7, 2e-7, 5e-7]),
        ["many-series"] = Enumerable.Range(0, 9).Aggregate(new Chart { Title = "Nine runs", XLabel = "step", YLabel = "return" },
            (chart, k) => chart.Line(Sequence(20, i => (k + 1) * i + 3 * Wave(20 * k + i)), $"learning rate 0.{k + 1}")),
        ["many-categories"] = new Chart { Title = "Letters" }
            .Bars([.. Enumerable.Range(0, 90).Select(i => $"token {i}")], Sequence(90, i => 1000.0 / (i + 1))),
        ["confusion-wide"] = new Chart { Title = "Digits", Height = 480 }
            .ConfusionMatrix(Sequence(400, i => i / 20 == i % 20 ? 950 : (int)(30 + 30 * Wave(i))),
                [.. Enumerable.Range(0, 20).Select(i => $"class {i}")]),
        ["contour"] = (new Chart { Title = "A valley", XLabel = "weight", YLabel = "intercept" })
            .Contour(Sequence(41, i => -2 + 0.1 * i), Sequence(31, i => -1.5 + 0.1 * i), Sequence(31 * 41, i => Valley(-2 + 0.1 * (i % 41), -1.5 + 0.1 * (i / 41))))
            .Line([-1.8, -1.2, -0.7, -0.3, 0.1, 0.3], [1.2, 0.1, 0.35, 0.02, 0.1, 0.1], "path"),
        ["contour-gap"] = new Chart { Title = "A hill with a hole", Width = 420 }
            .Contour(Sequence(21, i => i), Sequence(21, i => i), Sequence(441, i => i == 220 ? double.NaN : -Square(i % 21 - 10) - Square(i / 21 - 10)),
                [-150, -100, -50, -20]),
        ["regions"] = new Chart { Title = "Who is nearest", Width = 520 }
            .Regions(Sequence(31, i => i / 3.0), Sequence(31, i => i / 3.0), Sequence(961, i => -Square(i % 31 / 3.0 - 2) - Square(i / 31 / 3.0 - 3)),
                Sequence(961, i => -Square(i % 31 / 3.0 - 8) - Square(i / 31 / 3.0 - 2)), Sequence(961, i => -Square(i % 31 / 3.0 - 5) - Square(i / 31 / 3.0 - 8)))
            .Scatter([2], [3], "west").Scatter([8], [2], "east").Scatter([5], [8], "north"),
        ["boxes"] = new Chart { Title = "Petal length", YLabel = "cm" }
            .BoxPlot(["setosa", "versicolor", "virginica", "one", "none"], Sequence(50, i => i == 7 ? 3.1 : 1.4 + 0.2 * Wave(i) * Wave(i + 9)),
                Sequence(50, i => 4.3 + 0.8 * Wave(i)), Sequence(50, i => 5.5 + 1.2 * Wave(i) * Wave(2 * i)), [5], []),
        ["images"] = new Chart { Title = "Shapes", Height = 300 }
            .Images([.. Enumerable.Range(0, 10).Select(k => Sequence(64, i => Math.Max(0, 1 - Math.Abs(Square(i % 8 - 3.5) + Square(i / 8 - 3.5) - 1.2 * k) / 5)))],
                width: 8, columns: 5, captions: [.. Enumerable.Range(0, 10).Select(k => $"ring {k}")]),
        ["dendrogram"] = new Chart { Title = "Clusters", YLabel = "distance" }
            .Dendrogram(["ant", "bee", "cat", "dog", "eel"], [(0, 1, 0.5), (2, 3, 1), (6, 4, 2.2), (5, 7, 3.4)]),
        ["empty"] = new Chart { Title = "Nothing yet" },
    };

    static double[] Sequence(int count, Func<int, double> value) => [.. Enumerable.Range(0, count).Select(value)];

    static double Square(double v) => v * v;

    static double Valley(double x, double y) => Square(x - 0.3) + 6 * Square(y - 0.1) + 2.5 * (x - 0.3) * (y - 0.1);

    /// <summary>A number in [-1, 1] that looks random and is exact: no library's sine in a snapshot.</summary>
    static double Wave(int i)
    {
        var bits = (uint)i * 2654435761u + 12345;
        bits = (bits ^ bits >> 15) * 2246822519u;
        bits = (bits ^ bits >> 13) * 3266489917u;
        return (bits >> 8) / (double)(1 << 23) - 1;
    }
}
