using Cairn.Persistence;

namespace Cairn.Preprocessing;

/// <summary>Columns brought to mean 0 and deviation 1 as <see cref="StandardScaler"/> learned them: z = (x - mean) / deviation.</summary>
public sealed class StandardScalerModel : IInvertibleTransformer, IColumnSources, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("standard-scaler", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(FileKind, Read);

    // each column in its unit, a power of two: see ColumnMoments
    readonly double[] _units, _means, _deviations;

    internal StandardScalerModel(FeatureSchema schema, double[] units, double[] means, double[] deviations, TrainingFacts facts)
    {
        (Schema, Facts) = (schema, facts);
        (_units, _means, _deviations) = (units, means, deviations);
        Means = InCallersUnits(means);
        Deviations = InCallersUnits(deviations);
    }

    /// <summary>The columns it was fitted on.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>What is subtracted from each column, float64 <c>[features]</c>.</summary>
    public Tensor Means { get; }

    /// <summary>What each column is divided by, float64 <c>[features]</c>; 1 where the column was constant.</summary>
    public Tensor Deviations { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>z = (x - mean) / deviation for every value; names stay.</summary>
    /// <exception cref="ArgumentException">The columns are not those it was fitted on, or a value is missing or no number.</exception>
    public Features Transform(Features x)
    {
        var numbers = Schema.Align(x).ToNumbers(nameof(StandardScaler));
        var source = numbers.AsReadOnlySpan<double>();
        var scaled = GC.AllocateUninitializedArray<double>(source.Length);
        ScaledRows.Write(source, scaled, _units, _means, _deviations);
        return Features.From(Tensor.Own(scaled, numbers.Shape), Schema.Names);
    }

    /// <summary>x = z deviation + mean: what <see cref="Transform"/> did, undone.</summary>
    /// <exception cref="ArgumentException">The columns are not those it was fitted on, or a value is missing or no number.</exception>
    public Features InverseTransform(Features z)
    {
        var numbers = Schema.Align(z).ToNumbers(nameof(StandardScaler));
        var source = numbers.AsReadOnlySpan<double>();
        var original = new double[source.Length];
        int d = Schema.Count;
        for (int start = 0; start < original.Length; start += d)
            for (int j = 0; j < d; j++)
                original[start + j] = Math.FusedMultiplyAdd(source[start + j], _deviations[j], _means[j]) * _units[j];
        return Features.From(Tensor.Own(original, numbers.Shape), Schema.Names);
    }

    /// <summary>One line: the number of columns and rows.</summary>
    public override string ToString() => $"StandardScaler: {Schema.Count} columns, fitted on {Facts.Rows} rows";

    Tensor InCallersUnits(double[] values)
    {
        var scaled = new double[values.Length];
        for (int j = 0; j < values.Length; j++) scaled[j] = values[j] * _units[j];
        return Tensor.Own(scaled, new Shape(values.Length)).AsReadOnly();
    }

    IReadOnlyList<IReadOnlyList<string>> IColumnSources.Sources => [.. Enumerable.Range(0, Schema.Count).Select(j => new[] { Schema.NameOf(j) })];

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set(Schema);
        writer.Set("units", Tensor.Own(_units, Means.Shape));
        writer.Set("means", Tensor.Own(_means, Means.Shape));
        writer.Set("deviations", Tensor.Own(_deviations, Means.Shape));
    }

    static StandardScalerModel Read(ArtefactReader reader)
    {
        var schema = reader.Schema();
        double[] Column(string name) => reader.Tensor(name, DType.Float64, schema.Count).ToArray<double>();
        double[] units = Column("units"), means = Column("means"), deviations = Column("deviations");
        if (!Array.TrueForAll(units, u => double.IsNormal(u) && double.IsPow2(u))) throw reader.Fail("a unit is no power of two");
        if (!Array.TrueForAll(means, double.IsFinite)) throw reader.Fail("a mean is not finite");
        if (!Array.TrueForAll(deviations, s => s > 0 && double.IsFinite(s))) throw reader.Fail("a deviation is not above 0");
        return new StandardScalerModel(schema, units, means, deviations, reader.Facts);
    }
}
