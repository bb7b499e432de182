using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn.Training;

/// <summary>What the pictures of a film are of: rows in their own units, and how a network is asked about others.</summary>
sealed class FilmSubject
{
    /// <summary>Columns and rows of the grid that a picture of two features asks about, and places of a line of one.</summary>
    internal const int Across = 64, Up = 44, Along = 121;

    const int MostRows = 500;

    readonly double[] _asked;
    readonly Func<double, double> _answer;

    /// <param name="x">The rows, row by row.</param>
    /// <param name="features">The names of the columns.</param>
    /// <param name="y">The target: numbers, or indices of classes.</param>
    /// <param name="target">The target's name.</param>
    /// <param name="classes">The names of the classes; null for numbers.</param>
    /// <param name="inputs">Makes what the network takes of rows.</param>
    /// <param name="answer">Makes a number of the target of what the network gives.</param>
    internal FilmSubject(double[] x, IReadOnlyList<string> features, double[] y, string target, IReadOnlyList<string>? classes,
        Func<double[], Tensor>? inputs = null, Func<double, double>? answer = null)
    {
        (Features, Target, Classes) = (features, target, classes);
        Inputs = inputs ?? (rows => Tensor.From<double>(rows, rows.Length / features.Count, features.Count).To(DType.Float32));
        _answer = answer ?? (v => v);
        int d = features.Count, every = (y.Length - 1) / MostRows + 1;
        (Of, Y) = (y.Length, [.. y.Where((_, i) => i % every == 0)]);
        X = [.. x.Chunk(d).Where((_, i) => i % every == 0).SelectMany(row => row)];
        Kind = (d, classes) switch
        {
            (1, null) => "curve",
            (2, null) => "surface",
            (_, null) => "scatter",
            (2, { Count: <= 8 }) => "regions",
            _ => "confusion",
        };
        Ranges = [.. Enumerable.Range(0, Math.Min(d, 2)).Select(j => Aired(X.Where((_, i) => i % d == j)))];
        _asked = Kind switch
        {
            "curve" => Line(Ranges[0], Along),
            "surface" or "regions" => [.. Line(Ranges[1], Up).Reverse().SelectMany(v => Line(Ranges[0], Across).SelectMany(u => new[] { u, v }))],
            _ => X,
        };
    }

    /// <summary>Which picture it is: curve, surface, scatter, regions or confusion.</summary>
    internal string Kind { get; }

    internal IReadOnlyList<string> Features { get; }

    internal string Target { get; }

    internal IReadOnlyList<string>? Classes { get; }

    /// <summary>The rows that are drawn, and their targets.</summary>
    internal double[] X { get; }

    internal double[] Y { get; }

    /// <summary>How many rows there are.</summary>
    internal int Of { get; }

    /// <summary>The bounds of the first two columns, with some air.</summary>
    internal (double Low, double High)[] Ranges { get; }

    Func<double[], Tensor> Inputs { get; }

    /// <summary>What the network answers: numbers, or class + probability / 2 with a class at each place; empty when it answers
    /// otherwise.</summary>
    internal double[] Ask(Module net, bool givesProbabilities)
    {
        using var off = Gradients.Off();
        using var evaluation = Mode.Evaluation();
        var y = net.Forward(Inputs(_asked));
        int rows = _asked.Length / Features.Count;
        if (y.Rank is 0 or > 2 || y.Shape[0] != rows) return [];
        int width = y.Length / rows;
        double[] outputs = y.To(DType.Float64).ToArray<double>();
        if (Classes is null) return width == 1 ? Array.ConvertAll(outputs, v => _answer(v)) : [];
        if (width != Classes.Count && !(width == 1 && Classes.Count == 2)) return [];
        return [.. outputs.Chunk(width).Select(own => Best(own, givesProbabilities))];
    }

    static double Best(double[] outputs, bool areProbabilities)
    {
        if (outputs.Length == 1)
        {
            double yes = areProbabilities ? outputs[0] : SafeMath.Sigmoid(outputs[0]);
            return yes > 0.5 ? 1 + yes / 2 : (1 - yes) / 2;
        }
        int best = 0;
        for (int k = 1; k < outputs.Length; k++)
            if (outputs[k] > outputs[best]) best = k;
        double sum = 0;
        foreach (double v in outputs) sum += SafeMath.Exp(v - outputs[best]);
        return best + (areProbabilities ? Math.Clamp(outputs[best], 0, 1) : 1 / sum) / 2;
    }

    static double[] Line((double Low, double High) range, int count) =>
        [.. Enumerable.Range(0, count).Select(i => range.Low + (range.High - range.Low) * (i + 0.5) / count)];

    static (double, double) Aired(IEnumerable<double> values)
    {
        double low = values.Min(), high = values.Max(), air = 0.06 * (high - low);
        if (air == 0) air = Math.Max(Math.Abs(low) / 2, 1);
        return (low - air, high + air);
    }

    /// <summary>The subject of batches of rows [rows, features]; null when there is nothing to draw of them.</summary>
    internal static FilmSubject? OfBatches(TrainingRun run)
    {
        if (run.Train is not { X: { } x, Y: { } y }) return null; // a stream
        if (x.Rank != 2 || x.Shape[1] == 0 || !x.DType.IsFloating() || y.Rank != 1) return null;
        string[] names = [.. Enumerable.Range(0, x.Shape[1]).Select(j => "x" + j.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        double[] target = y.To(DType.Float64).ToArray<double>();
        string[]? classes = y.DType.IsFloating() ? null : [.. Enumerable.Range(0, (int)target.Max() + 1).Select(k => k.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        var dtype = x.DType;
        return new FilmSubject(x.To(DType.Float64).ToArray<double>(), names, target, "target", classes,
            rows => Tensor.From<double>(rows, rows.Length / names.Length, names.Length).To(dtype));
    }
}
