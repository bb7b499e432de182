using Cairn.Plotting;

namespace Cairn.Reports;

/// <summary>Draws what a model of two features predicts, as a surface in space.</summary>
public static class SurfacePictureExtensions
{
    const int Places = 21;

    /// <summary>
    /// The prediction over both features as a surface, a plane for a linear model, with the rows about it: those above in the first colour, those
    /// below in the second, each on a stem as long as its residual.
    /// </summary>
    /// <param name="model">The regressor, fitted on the features of <paramref name="data"/>.</param>
    /// <param name="data">Rows of two features that are numbers, with their numbers.</param>
    /// <exception cref="ArgumentException">There are not two features or not one target, or a value is missing or no number.</exception>
    public static SurfacePlot Surface(this IRegressor model, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Features.Count != 2)
            throw new ArgumentException($"data: a surface is drawn over two features, got {data.Features.Count}", nameof(data));
        if (data.Rows == 0) throw new ArgumentException("data: there is no row", nameof(data));
        var target = data.NumericTarget("a surface");
        if (target.Rank != 1) throw new ArgumentException($"target: a surface shows one target [n], got {target.Shape}", nameof(data));
        double[] x = data.Features.ToNumbers("a surface").ToArray<double>(), z = target.ToArray<double>();
        double[] across = Grid([.. x.Where((_, i) => i % 2 == 0)]), along = Grid([.. x.Where((_, i) => i % 2 == 1)]);
        var grid = new double[2 * Places * Places];
        for (int r = 0; r < Places; r++)
            for (int c = 0; c < Places; c++) (grid[2 * (r * Places + c)], grid[2 * (r * Places + c) + 1]) = (across[c], along[r]);
        return new SurfacePlot
        {
            Title = $"{data.TargetName} by {data.Features.NameOf(0)} and {data.Features.NameOf(1)}",
            X = across,
            Y = along,
            Heights = model.Predict(Features.From(Tensor.From<double>(grid, Places * Places, 2), data.Features.Names)).ToArray<double>(),
            Points = [.. z.Select((value, i) => (x[2 * i], x[2 * i + 1], value))],
            XLabel = data.Features.NameOf(0),
            YLabel = data.Features.NameOf(1),
            ZLabel = data.TargetName,
        };
    }

    static double[] Grid(double[] values)
    {
        double low = values.Min(), high = values.Max();
        if (!(high > low)) (low, high) = (low - Math.Max(Math.Abs(low) / 2, 1), high + Math.Max(Math.Abs(high) / 2, 1));
        return [.. Enumerable.Range(0, Places).Select(i => i == Places - 1 ? high : low + (high - low) * i / (Places - 1))];
    }
}
