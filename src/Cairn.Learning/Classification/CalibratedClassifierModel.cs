using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Classification;

/// <summary>Classifiers with a curve from their scores to probabilities, averaged.</summary>
public sealed class CalibratedClassifierModel : IClassifier, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("calibrated-classifier-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Classifier(FileKind, Read);

    readonly int[] _present; // the classes that had rows
    readonly IClassifier[] _classifiers;
    readonly ProbabilityCurve[][] _curves; // for each classifier one for the second of two classes, else one a class

    internal CalibratedClassifierModel(ClassLabels classes, int[] present, CalibrationMethod method, IClassifier[] classifiers,
        ProbabilityCurve[][] curves, string targetName, TrainingFacts facts)
    {
        (Classes, _present, Method, _classifiers, _curves) = (classes, present, method, classifiers, curves);
        (TargetName, Facts) = (targetName, facts);
    }

    /// <inheritdoc/>
    public ClassLabels Classes { get; }

    /// <summary>The curve that was fitted.</summary>
    public CalibrationMethod Method { get; }

    /// <summary>The classifiers, one a fold.</summary>
    public IReadOnlyList<IClassifier> Classifiers => _classifiers;

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The mended probabilities, float64 <c>[n, classes]</c>: the mean over the folds' classifiers; each row sums to 1.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor PredictProbabilities(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        int n = x.Rows, k = Classes.Count;
        var sums = new double[checked(n * k)];
        var own = new double[k];
        for (int c = 0; c < _classifiers.Length; c++)
        {
            var p = _classifiers[c].PredictProbabilities(x).AsReadOnlySpan<double>();
            for (int i = 0; i < n; i++)
            {
                Mend(_curves[c], p.Slice(i * k, k), own);
                for (int j = 0; j < k; j++) sums[i * k + j] += own[j];
            }
        }
        for (int s = 0; s < sums.Length; s++) sums[s] /= _classifiers.Length;
        return Tensor.Own(sums, new Shape(n, k));
    }

    void Mend(ProbabilityCurve[] curves, ReadOnlySpan<double> p, double[] own)
    {
        Array.Clear(own);
        if (_present.Length == 1) own[_present[0]] = 1;
        else if (p.Length == 2)
        {
            own[1] = curves[0].At(ProbabilityCurve.LogOdds(p[1]));
            own[0] = 1 - own[1];
        }
        else
        {
            double sum = 0;
            foreach (int j in _present) sum += own[j] = curves[j].At(ProbabilityCurve.LogOdds(p[j]));
            foreach (int j in _present) own[j] = sum > 0 ? own[j] / sum : 1.0 / _present.Length;
        }
    }

    /// <summary>The index of the most probable class, int32 <c>[n]</c>; of equally probable ones the first.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor Predict(Features x) => MostProbable.Of(PredictProbabilities(x));

    /// <summary>A short card: the classes and the curve, and the card of the first classifier.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"CalibratedClassifier of {TargetName} {Classes}: {Facts.Rows} rows, {Method.ToString().ToLowerInvariant()}, "
        + $"{_classifiers.Length} {(_classifiers.Length == 1 ? "classifier" : "classifiers, the first of them")}{Environment.NewLine}{_classifiers[0]}");

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        double[][] numbers = [.. _curves.SelectMany(own => own).Select(curve => curve.Numbers)];
        writer.Set(Classes);
        writer.Set("target-name", TargetName);
        writer.Set("method", Method.ToString());
        writer.Set("fitted-classes", Tensor.From(_present));
        writer.Set("classifiers", [.. _classifiers.Select(m => m as IArtefact
            ?? throw new NotSupportedException($"The model {m.GetType().Name} cannot be saved: it does not implement IArtefact"))]);
        writer.Set("curve-lengths", Tensor.From(Array.ConvertAll(numbers, own => own.Length)));
        writer.Set("curves", Tensor.From(numbers.SelectMany(own => own).ToArray()));
    }

    static CalibratedClassifierModel Read(ArtefactReader reader)
    {
        var classes = reader.Classes();
        int[] present = PresentClasses.Read(reader, classes);
        string word = reader.Text("method");
        if (!Enum.TryParse(word, out CalibrationMethod method) || method.ToString() != word) throw reader.Fail($"there is no method '{word}'");
        IClassifier[] classifiers = [.. reader.Children<IClassifier>("classifiers")];
        if (classifiers.Length == 0) throw reader.Fail("there is no classifier");
        if (Array.Exists(classifiers, c => !c.Classes.Equals(classes))) throw reader.Fail("a classifier has other classes");
        int each = classes.Count == 2 ? 1 : classes.Count;
        int[] lengths = reader.Tensor("curve-lengths", DType.Int32, checked(classifiers.Length * each)).ToArray<int>();
        double[] numbers = reader.Tensor("curves", DType.Float64, -1).ToArray<double>();
        if (lengths.Any(l => l < 1) || lengths.Sum(l => (long)l) != numbers.Length) throw reader.Fail("the curves do not match their lengths");
        int at = 0;
        ProbabilityCurve[] curves = [.. lengths.Select(length => ProbabilityCurve.Of(method, numbers[at..(at += length)])
            ?? throw reader.Fail("the numbers of a curve make none"))];
        return new CalibratedClassifierModel(classes, present, method, classifiers, [.. curves.Chunk(each)], reader.Text("target-name"), reader.Facts);
    }
}
