using System.Globalization;

namespace Cairn.Contracts;

/// <summary>All that a model says of some rows: its predictions, probabilities and transformed features.</summary>
sealed class Answers
{
    /// <summary>One tensor of the answers, its elements exactly as float64.</summary>
    internal sealed record Part(string Name, DType DType, Shape Shape, double[] Values)
    {
        internal int Width => Shape.Rank == 2 ? Shape[1] : 1;

        internal int Rows => Shape.Rank == 0 ? 0 : Shape[0];
    }

    Answers(IReadOnlyList<Part> parts) => Parts = parts;

    internal IReadOnlyList<Part> Parts { get; }

    internal static Answers Of(object model, Features x)
    {
        var parts = new List<Part>();
        if (model is IPredictor predictor) parts.Add(PartOf("Predict", predictor.Predict(x)));
        if (model is IClassifier classifier) parts.Add(PartOf("PredictProbabilities", classifier.PredictProbabilities(x)));
        if (model is ITransformer transformer) parts.Add(PartOf("Transform", Dense(transformer.Transform(x))));
        return new Answers(parts);
    }

    internal static Part PartOf(string name, Tensor tensor) =>
        new(name, tensor.DType, tensor.Shape, Features.ToFloat64(tensor).ToArray<double>());

    static Tensor Dense(Features x) => x.Dense ?? x.Sparse?.ToDense() ?? x.ToNumbers("the contract");

    /// <summary>The answers for some of the rows.</summary>
    internal Answers Take(params int[] rows) => new([.. Parts.Select(part => part with
    {
        Shape = new Shape([rows.Length, .. part.Shape.AsSpan()[1..]]),
        Values = [.. rows.SelectMany(row => part.Values.AsSpan(row * part.Width, part.Width).ToArray())],
    })]);

    /// <summary>The rows of several answers, one after the other.</summary>
    internal static Answers Concat(IReadOnlyList<Answers> batches) => new([.. batches[0].Parts.Select((part, p) => part with
    {
        Shape = new Shape([batches.Sum(b => b.Parts[p].Rows), .. part.Shape.AsSpan()[1..]]),
        Values = [.. batches.SelectMany(b => b.Parts[p].Values)],
    })]);

    /// <summary>The first number that is NaN or infinite, in words, or null.</summary>
    internal string? NotFinite
    {
        get
        {
            foreach (var part in Parts)
                for (int i = 0; i < part.Values.Length; i++)
                    if (!double.IsFinite(part.Values[i]))
                        return string.Create(CultureInfo.InvariantCulture, $"{part.Name} gives {part.Values[i]} for row {i / part.Width}");
            return null;
        }
    }

    /// <summary>The first difference of each part, in words. Numbers may differ by <paramref name="tolerance"/> of the larger of them
    /// and 1; 0 demands the same bits.</summary>
    internal IEnumerable<string> DifferencesFrom(Answers expected, string when, double tolerance = 0)
    {
        for (int p = 0; p < Parts.Count; p++)
        {
            var (got, want) = (Parts[p], expected.Parts[p]);
            if (got.DType != want.DType || got.Shape != want.Shape)
            {
                yield return $"{when}: {got.Name} gives {got.DType} {got.Shape}, not {want.DType} {want.Shape}";
                continue;
            }
            for (int i = 0; i < got.Values.Length; i++)
            {
                double a = got.Values[i], b = want.Values[i];
                if (BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b)) continue;
                if (tolerance > 0 && Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)))) continue;
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"{when}: {got.Name} gives {a:R} for row {i / got.Width}, not {b:R}");
                break;
            }
        }
    }
}
