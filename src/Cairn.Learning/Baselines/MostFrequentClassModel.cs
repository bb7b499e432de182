using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Baselines;

/// <summary>A classifier that answers every row with the most frequent class of the rows it was fitted on.</summary>
public sealed class MostFrequentClassModel : IClassifier, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("most-frequent-class-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Classifier(FileKind, Read);

    readonly double[] _shares;
    readonly int _mostFrequent;

    internal MostFrequentClassModel(FeatureSchema schema, ClassLabels classes, double[] shares, string targetName, TrainingFacts facts)
    {
        (Schema, Classes, TargetName, Facts) = (schema, classes, targetName, facts);
        _shares = shares;
        _mostFrequent = Array.IndexOf(shares, shares.Max());
        Shares = Tensor.Own(shares, new Shape(shares.Length)).AsReadOnly();
    }

    /// <summary>The columns it was fitted on.</summary>
    public FeatureSchema Schema { get; }

    /// <inheritdoc/>
    public ClassLabels Classes { get; }

    /// <summary>The share of each class in the rows it was fitted on, float64 <c>[classes]</c>.</summary>
    public Tensor Shares { get; }

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The index of the most frequent class for every row, int32 <c>[n]</c>.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor Predict(Features x)
    {
        var answers = new int[Schema.Align(x).Rows];
        Array.Fill(answers, _mostFrequent);
        return Tensor.Own(answers, new Shape(answers.Length));
    }

    /// <summary>The shares of the classes for every row, float64 <c>[n, classes]</c>.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor PredictProbabilities(Features x)
    {
        int n = Schema.Align(x).Rows;
        var answers = new double[n * _shares.Length];
        for (int start = 0; start < answers.Length; start += _shares.Length) _shares.CopyTo(answers, start);
        return Tensor.Own(answers, new Shape(n, _shares.Length));
    }

    /// <summary>One line: the class and its share.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"MostFrequentClass of {TargetName}: {Classes[_mostFrequent]} ({100 * _shares[_mostFrequent]:F1} % of {Facts.Rows} rows)");

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set(Schema);
        writer.Set(Classes);
        writer.Set("target-name", TargetName);
        writer.Set("shares", Shares);
    }

    static MostFrequentClassModel Read(ArtefactReader reader)
    {
        var classes = reader.Classes();
        double[] shares = reader.Tensor("shares", DType.Float64, classes.Count).ToArray<double>();
        if (!Array.TrueForAll(shares, s => s >= 0 && s <= 1)) throw reader.Fail("a share lies outside 0 to 1");
        if (Math.Abs(shares.Sum() - 1) > 1e-9) throw reader.Fail("the shares do not sum to 1");
        return new MostFrequentClassModel(reader.Schema(), classes, shares, reader.Text("target-name"), reader.Facts);
    }
}
