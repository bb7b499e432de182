using Cairn.Persistence;
using Cairn.Plotting;
using Cairn.Preprocessing;
using Cairn.Training;

namespace Cairn.NeuralModels;

/// <summary>Networks that <see cref="NeuralRegressor"/> trained, whose outputs are averaged.</summary>
public sealed class NeuralRegressorModel : IRegressor, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("neural-regressor-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Regressor(FileKind, Read);

    readonly NetworkInputs _inputs;
    readonly StandardScalerModel? _target;
    readonly int _outputs;
    readonly bool _isVector;
    readonly Module[] _networks;

    internal NeuralRegressorModel(NetworkInputs inputs, StandardScalerModel? target, int outputs, bool isVector, Module[] networks,
        string targetName, TrainingFacts facts)
    {
        (_inputs, _target, _outputs, _isVector, _networks) = (inputs, target, outputs, isVector, networks);
        (TargetName, Facts) = (targetName, facts);
    }

    /// <summary>The columns it was fitted on.</summary>
    public FeatureSchema Schema => _inputs.Schema;

    /// <summary>The trained networks, whose outputs are averaged; their parameters cannot be changed.</summary>
    public IReadOnlyList<Module> Networks => _networks;

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The losses over the epochs of the first network, of the target in deviations from its mean unless it was taken as it
    /// is.</summary>
    public Chart LearningCurve() => LossCurve.Of(Facts.History, Facts.ValidationHistory);

    /// <summary>The predictions, float64 <c>[n]</c>, or <c>[n, k]</c> when it learned a target of k columns; at most the largest double in
    /// size.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on, a value is missing or no number, or the network's output
    /// is not finite.</exception>
    public Tensor Predict(Features x)
    {
        var inputs = _inputs.Of(x, nameof(NeuralRegressor));
        var means = new double[checked(inputs.Shape[0] * _outputs)];
        foreach (var net in _networks)
        {
            double[] own = NetworkOutputs.Of(net, inputs, _outputs);
            for (int i = 0; i < means.Length; i++) means[i] += own[i] / _networks.Length;
        }
        var answers = Tensor.Own(means, new Shape(inputs.Shape[0], _outputs));
        if (_target is not null) answers = _target.InverseTransform(answers).Dense!.Clamp(-double.MaxValue, double.MaxValue);
        return _isVector ? answers.Reshape(inputs.Shape[0]) : answers;
    }

    /// <summary>A short card: the target, the network, how the training ended, and its notes.</summary>
    public override string ToString() => NetworkCard.Of(TargetName, nameof(NeuralRegressor), Schema, _networks, Facts);

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("target-name", TargetName);
        writer.Set("outputs", _outputs);
        writer.Set("is-vector", _isVector);
        if (_target is not null) writer.Set("target-scaler", _target);
        NetworkFields.Write(writer, _inputs, _networks);
    }

    static NeuralRegressorModel Read(ArtefactReader reader)
    {
        int outputs = (int)reader.Integer("outputs", 1, int.MaxValue);
        bool isVector = reader.Flag("is-vector");
        if (isVector && outputs != 1) throw reader.Fail($"{outputs} outputs make no vector");
        var target = reader.Has("target-scaler") ? reader.Child<StandardScalerModel>("target-scaler") : null;
        if (target is not null && target.Schema.Count != outputs) throw reader.Fail($"the target's scale has {target.Schema.Count} columns of {outputs}");
        var (inputs, networks) = NetworkFields.Read(reader);
        return new NeuralRegressorModel(inputs, target, outputs, isVector, networks, reader.Text("target-name"), reader.Facts);
    }
}
