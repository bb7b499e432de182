using Cairn.Data;
using Cairn.RandomNumbers;

namespace Cairn.Contracts;

/// <summary>
/// The made-up data of the checks: a few features, a number that follows from them and some noise, and three classes that overlap.
/// All features are multiples of 1/8, so that float32 and, times 8, whole numbers hold them exactly.
/// </summary>
static class SampleData
{
    internal const int Rows = 72;
    internal const int Columns = 4;

    internal static readonly string[] Names = ["width", "height", "depth", "age"];

    /// <summary>The features of the rows to learn from.</summary>
    internal static double[][] X { get; } = FeaturesOf("learn", Rows);

    /// <summary>Other rows to ask about, more than one block of any kernel.</summary>
    internal static double[][] Others { get; } = FeaturesOf("ask", 261);

    /// <summary>The number that each row of <see cref="X"/> has for a target.</summary>
    internal static double[] Numbers { get; } = NumbersOf(X, "learn");

    /// <summary>The class of each row of <see cref="X"/>: 0, 1 or 2.</summary>
    internal static double[] Classes { get; } = Array.ConvertAll(Numbers, y => y < -1.25 ? 0.0 : y < 1.5 ? 1 : 2);

    internal static double[][] FeaturesOf(string purpose, int rows, int columns = Columns)
    {
        var random = Rng.Stream(0, "contract", purpose + " features").Start();
        var x = new double[rows][];
        for (int i = 0; i < rows; i++)
        {
            x[i] = new double[columns];
            for (int j = 0; j < columns; j++) x[i][j] = Math.Round(8 * random.Normal()) / 8 + 0.0; // no -0: whole numbers have none
        }
        return x;
    }

    internal static double[] NumbersOf(double[][] x, string purpose)
    {
        var random = Rng.Stream(0, "contract", purpose + " noise").Start();
        return Array.ConvertAll(x, row => 2 * row[0] - row[1] + row[^1] / 2 + 1.5 * random.Normal());
    }

    internal static double[][] Map(double[][] x, Func<double, int, double> value) =>
        Array.ConvertAll(x, row => row.Select((v, j) => value(v, j)).ToArray());

    internal static T[] Pick<T>(T[] items, IEnumerable<int> places) => [.. places.Select(i => items[i])];

    internal static Table TableOf(double[][] x, params int[] order) =>
        new([.. order.Select(j => new NumberColumn(Names[j], Array.ConvertAll(x, row => row[j])))]);

    internal static Features Named(double[][] x) => Features.From(x, Names);
}
