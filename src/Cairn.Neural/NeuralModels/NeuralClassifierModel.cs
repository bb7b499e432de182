using Cairn.Classification;
using Cairn.Kernels;
using Cairn.Persistence;
using Cairn.Plotting;
using Cairn.Training;

namespace Cairn.NeuralModels;

/// <summary>Networks that <see cref="NeuralClassifier"/> trained, and the probabilities that follow from their outputs.</summary>
public sealed class NeuralClassifierModel : IClassifier, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("neural-classifier-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Classifier(FileKind, Read);

    readonly NetworkInputs _inputs;
    readonly int[] _present; // the classes that had rows
    readonly Module[] _networks;

    internal NeuralClassifierModel(NetworkInputs inputs, ClassLabels classes, int[] present, Module[] networks, string targetName, TrainingFacts facts)
    {
        (_inputs, _present, _networks) = (inputs, present, networks);
        (Classes, TargetName, Facts) = (classes, targetName, facts);
    }

    /// <summary>The columns it was fitted on.</summary>
    public FeatureSchema Schema => _inputs.Schema;

    /// <inheritdoc/>
    public ClassLabels Classes { get; }

    /// <summary>The trained networks, whose softmax is averaged; their parameters cannot be changed.</summary>
    public IReadOnlyList<Module> Networks => _networks;

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The losses over the epochs of the first network.</summary>
    public Chart LearningCurve() => LossCurve.Of(Facts.History, Facts.ValidationHistory);

    /// <summary>The probability of every class, float64 <c>[n, classes]</c>; each row sums to 1.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on, a value is missing or no number, or the network's output
    /// is not finite.</exception>
    public Tensor PredictProbabilities(Features x)
    {
        var inputs = _inputs.Of(x, nameof(NeuralClassifier));
        int rows = inputs.Shape[0], classes = Classes.Count, width = _present.Length;
        var probabilities = new double[checked(rows * classes)];
        var own = new double[width];
        foreach (var net in _networks)
        {
            double[] logits = NetworkOutputs.Of(net, inputs, width);
            for (int i = 0; i < rows; i++)
            {
                Softmax(logits.AsSpan(i * width, width), own);
                for (int k = 0; k < width; k++) probabilities[i * classes + _present[k]] += own[k] / _networks.Length;
            }
        }
        return Tensor.Own(probabilities, new Shape(rows, classes));
    }

    static void Softmax(ReadOnlySpan<double> z, Span<double> p)
    {
        double top = z[0], sum = 0;
        foreach (double score in z) top = Math.Max(top, score);
        for (int k = 0; k < z.Length; k++) sum += p[k] = SafeMath.Exp(z[k] - top);
        foreach (ref double share in p) share /= sum;
    }

    /// <summary>The index of the most probable class, int32 <c>[n]</c>; of equally probable ones the first.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on, a value is missing or no number, or the network's output
    /// is not finite.</exception>
    public Tensor Predict(Features x) => MostProbable.Of(PredictProbabilities(x));

    /// <summary>A short card: the classes, the network, how the training ended, and its notes.</summary>
    public override string ToString() => NetworkCard.Of($"{TargetName} {Classes}", nameof(NeuralClassifier), Schema, _networks, Facts);

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set(Classes);
        writer.Set("target-name", TargetName);
        writer.Set("fitted-classes", Tensor.From(_present));
        NetworkFields.Write(writer, _inputs, _networks);
    }

    static NeuralClassifierModel Read(ArtefactReader reader)
    {
        var classes = reader.Classes();
        int[] present = PresentClasses.Read(reader, classes);
        var (inputs, networks) = NetworkFields.Read(reader);
        return new NeuralClassifierModel(inputs, classes, present, networks, reader.Text("target-name"), reader.Facts);
    }
}
