using System.Globalization;

namespace Cairn.Contracts;

/// <summary>What a transformation gives.</summary>
static class TransformChecks
{
    internal static readonly ContractCheck[] All =
    [
        new("transform: float64, one row a row", For.Transformers, NumbersOfRows),
        new("transform: names for every column, or none", For.Transformers, NamesAreWhole),
        new("transform: what it gives can be learned from", For.Transformers, CanBeLearnedFrom),
        new("transform: undone, it gives back the rows", ForInvertible, Undone),
    ];

    static Features Transformed(ContractSubject subject, Features x) => ((ITransformer)subject.Model).Transform(x);

    static IEnumerable<string> NumbersOfRows(ContractSubject subject)
    {
        var got = Transformed(subject, SampleData.Others);
        if (got.Rows != SampleData.Others.Length) yield return $"{SampleData.Others.Length} rows became {got.Rows}";
        if (got.Dense is { } dense && dense.DType != DType.Float64) yield return $"the transformed features are {dense.DType}";
    }

    static IEnumerable<string> NamesAreWhole(ContractSubject subject)
    {
        var model = (ITransformer)subject.Recipe.Fit(subject.DataOf(SampleData.Named(SampleData.X)));
        var names = model.Transform(SampleData.Named(SampleData.Others)).Names;
        if (names is not null && names.Distinct(StringComparer.Ordinal).Count() != names.Count)
            yield return "two transformed columns share a name";
    }

    static string? ForInvertible(ContractSubject subject) =>
        subject.Model is IInvertibleTransformer ? null : "the model is no invertible transformer";

    /// <summary>InverseTransform of Transform gives the rows within 1e-12 of the larger of them and 1.</summary>
    static IEnumerable<string> Undone(ContractSubject subject)
    {
        var model = (IInvertibleTransformer)subject.Model;
        double[] got = model.InverseTransform(model.Transform(SampleData.Others)).ToNumbers("the contract").ToArray<double>();
        double[] rows = [.. SampleData.Others.SelectMany(row => row)];
        if (got.Length != rows.Length) return [$"{rows.Length} numbers came back as {got.Length}"];
        for (int i = 0; i < rows.Length; i++)
            if (!(Math.Abs(got[i] - rows[i]) <= 1e-12 * Math.Max(1, Math.Abs(rows[i]))))
                return [string.Create(CultureInfo.InvariantCulture,
                    $"{rows[i]:R} came back as {got[i]:R} in row {i / SampleData.Columns}")];
        return [];
    }

    /// <summary>The transformed features are a data set's features again.</summary>
    static IEnumerable<string> CanBeLearnedFrom(ContractSubject subject) =>
        subject.Try(subject.DataOf(Transformed(subject, SampleData.X))).FiniteOrRefused("its own output");
}
