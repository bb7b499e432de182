using System.Globalization;
using Cairn.Plotting;

namespace Cairn.LinearModels;

/// <summary>The cost over two of the parameters of a descent, the others as they are at its end.</summary>
sealed class DescentSurface
{
    internal const int Columns = 61, Rows = 47;

    /// <summary>Lines stand closer where the cost is low: their distances from the least cost grow by this factor.</summary>
    const int Levels = 12;

    DescentSurface(int first, int second, string firstName, string secondName, double[] x, double[] y, double[] costs) =>
        (First, Second, FirstName, SecondName, X, Y, Costs) = (first, second, firstName, secondName, x, y, costs);

    /// <summary>The places of the two parameters in theta.</summary>
    internal int First { get; }

    internal int Second { get; }

    internal string FirstName { get; }

    internal string SecondName { get; }

    internal double[] X { get; }

    internal double[] Y { get; }

    /// <summary>The costs, row after row.</summary>
    internal double[] Costs { get; }

    /// <summary>The surface about the path; null when there is one parameter, or the path has no room.</summary>
    internal static DescentSurface? Of(DescentTask task, IReadOnlyList<DescentPlace> places)
    {
        var x = task.Columns;
        if (Pick(x, places) is not { } pick) return null;
        var (first, second) = pick;
        var end = places[^1];
        var (xs, ys) = (Around(places, first, end, Columns), Around(places, second, end, Rows));
        if (xs is null || ys is null) return null;
        double[] theta = (double[])end.Theta.Clone(), costs = new double[Columns * Rows];
        for (int r = 0; r < Rows; r++)
            for (int c = 0; c < Columns; c++)
            {
                (theta[first], theta[second]) = (xs[c], ys[r]);
                costs[r * Columns + c] = task.Descent.Cost(theta);
            }
        return new DescentSurface(first, second, NameOf(task, first), NameOf(task, second), xs, ys, costs);
    }

    /// <summary>The two parameters to show: of one feature the weight and the intercept, else the weights that moved the most.</summary>
    static (int First, int Second)? Pick(DescentColumns x, IReadOnlyList<DescentPlace> places)
    {
        double[] start = places[0].Theta, end = places[^1].Theta;
        int[] weights = [.. Enumerable.Range(0, end.Length).Where(j => j % x.Width < x.Features)
            .OrderByDescending(j => Math.Abs(end[j] - start[j])).Take(2).Order()];
        return weights.Length == 2 ? (weights[0], weights[1])
            : weights.Length == 1 && x.HasIntercept ? (weights[0], x.Features) : null;
    }

    /// <summary>Places on both sides of the path, the end's neighbourhood well inside.</summary>
    internal static double[]? Around(IReadOnlyList<DescentPlace> places, int parameter, DescentPlace end, int count)
    {
        double low = places.Min(p => p.Theta[parameter]), high = places.Max(p => p.Theta[parameter]);
        double last = end.Theta[parameter], reach = Math.Max(high - low, 1e-3 * Math.Max(Math.Abs(last), 1e-300));
        low = Math.Min(low - 0.15 * reach, last - 0.6 * reach);
        high = Math.Max(high + 0.15 * reach, last + 0.6 * reach);
        if (!double.IsFinite(high - low) || !(high > low)) return null;
        double[] grid = [.. Enumerable.Range(0, count).Select(i => low + (high - low) * i / (count - 1))];
        return Enumerable.Range(1, count - 1).All(i => grid[i] > grid[i - 1]) ? grid : null;
    }

    internal static string NameOf(DescentTask task, int parameter)
    {
        int width = task.Columns.Width, feature = parameter % width, score = parameter / width;
        string name = feature == task.Columns.Features ? "intercept" : "weight of " + task.Schema.NameOf(feature);
        return task.Classes is { Length: > 2 } classes ? $"{name} for {classes[score]}" : name;
    }

    /// <summary>The costs at which lines are drawn: least + range (k / n)^2, as a bowl has its lines at equal distances.</summary>
    internal double[] LevelCosts()
    {
        double[] finite = [.. Costs.Where(double.IsFinite)];
        if (finite.Length == 0) return [];
        double low = finite.Min(), high = finite.Max();
        return [.. Enumerable.Range(1, Levels - 1).Select(k => low + (high - low) * ((double)k * k / (Levels * Levels))).Distinct()];
    }

    internal Chart ToChart(IReadOnlyList<DescentPlace> places)
    {
        double[] levels = LevelCosts();
        var chart = new Chart
        {
            Title = "The path on the cost surface",
            XLabel = FirstName,
            YLabel = SecondName,
            XRange = (X[0], X[^1]),
            YRange = (Y[0], Y[^1]),
        };
        var end = places[^1];
        return chart.Contour(X, Y, Costs, levels)
            .Scatter([end.Theta[First]], [end.Theta[Second]], string.Create(CultureInfo.InvariantCulture, $"step {end.Step}"))
            .Line([.. places.Select(p => p.Theta[First])], [.. places.Select(p => p.Theta[Second])], "the way");
    }
}
