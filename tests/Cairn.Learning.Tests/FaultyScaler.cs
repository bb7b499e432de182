namespace Cairn.Tests;

/// <summary>A small honest transformer that takes out the means of the columns, and commits one fault when asked to.</summary>
sealed record FaultyScaler(string Fault) : IEstimator<FaultyScalerModel>
{
    public FaultyScalerModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        if (data.Rows == 0) throw new ArgumentException("data: at least one row is needed", nameof(data));
        double[] x = data.Features.ToNumbers(nameof(FaultyScaler)).ToArray<double>();
        double[] w = data.Weights?.ToArray<double>() ?? [.. Enumerable.Repeat(1.0, data.Rows)];
        double heaviest = w.Max(), total = w.Sum(v => v / heaviest);
        var means = new double[data.Features.Count];
        for (int i = 0; i < x.Length; i++) means[i % means.Length] += w[i / means.Length] / heaviest / total * x[i];
        if (Fault == "refuses its own output" && x.Any(v => Math.Abs(v) > 0.1) && means.All(m => Math.Abs(m) < 1e-12))
            throw new InvalidOperationException("scaled already");
        context.Report(1);
        return new FaultyScalerModel(Fault, new FeatureSchema(data.Features), means);
    }
}

/// <summary>What <see cref="FaultyScaler"/> learned.</summary>
sealed class FaultyScalerModel(string fault, FeatureSchema schema, double[] means) : IInvertibleTransformer
{
    public Features InverseTransform(Features z)
    {
        double[] rows = z.ToNumbers(nameof(FaultyScaler)).ToArray<double>();
        for (int i = 0; i < rows.Length; i++) rows[i] += means[i % means.Length] * (fault == "undoes half" ? 0.5 : 1);
        return Tensor.From<double>(rows, z.Rows, z.Count);
    }

    public Features Transform(Features x)
    {
        var numbers = schema.Align(x).ToNumbers(nameof(FaultyScaler));
        double[] rows = numbers.ToArray<double>();
        for (int i = 0; i < rows.Length; i++) rows[i] -= means[i % means.Length];
        var scaled = Tensor.From<double>(rows, numbers.Shape.AsSpan());
        if (fault == "float32") scaled = Tensor.Zeros<float>(scaled.Shape.AsSpan());
        var names = fault == "one name for all" ? schema.Names?.Select(_ => "scaled").ToArray() : schema.Names;
        return Features.From(scaled, names);
    }
}
