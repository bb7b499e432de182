using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Baselines;

/// <summary>A regressor that answers every row with the mean of the rows it was fitted on.</summary>
public sealed class MeanModel : IRegressor, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("mean-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Regressor(FileKind, Read);

    internal MeanModel(FeatureSchema schema, Tensor means, string targetName, TrainingFacts facts)
    {
        (Schema, TargetName, Facts) = (schema, targetName, facts);
        Means = means.AsReadOnly();
    }

    /// <summary>The columns it was fitted on.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>The mean of the target: float64 <c>[]</c>, or <c>[k]</c> when it was fitted on k targets.</summary>
    public Tensor Means { get; }

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The mean for every row: float64 <c>[n]</c>, or <c>[n, k]</c> when it was fitted on k targets.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor Predict(Features x)
    {
        int n = Schema.Align(x).Rows;
        var means = Means.AsReadOnlySpan<double>();
        var answers = new double[n * means.Length];
        for (int start = 0; start < answers.Length; start += means.Length) means.CopyTo(answers.AsSpan(start));
        return Tensor.Own(answers, new Shape([n, .. Means.Shape.AsSpan()]));
    }

    /// <summary>One line: the target's mean.</summary>
    public override string ToString() => $"MeanPredictor of {TargetName}: "
        + string.Join(", ", Means.ToArray<double>().Select(m => m.ToString("G6", CultureInfo.InvariantCulture)));

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set(Schema);
        writer.Set("target-name", TargetName);
        writer.Set("several-targets", Means.Rank == 1);
        writer.Set("means", Tensor.Own(Means.ToArray<double>(), new Shape(Means.Length)));
    }

    static MeanModel Read(ArtefactReader reader)
    {
        double[] means = reader.Tensor("means", DType.Float64, -1).ToArray<double>();
        bool several = reader.Flag("several-targets");
        if (!several && means.Length != 1) throw reader.Fail($"{means.Length} means for one target");
        if (!Array.TrueForAll(means, double.IsFinite)) throw reader.Fail("a mean is not finite");
        var shape = several ? new Shape(means.Length) : new Shape();
        return new MeanModel(reader.Schema(), Tensor.Own(means, shape), reader.Text("target-name"), reader.Facts);
    }
}
