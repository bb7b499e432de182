using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = f(x W₁ᵀ + b₁) W₂ᵀ + b₂ place by place, with dropout between: what follows attention in a transformer.</summary>
public sealed class FeedForward : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("feed-forward", 1), reader => reader.Into(new FeedForward(
        (int)reader.Integer("features", 1, int.MaxValue), (int)reader.Integer("hidden", 1, int.MaxValue), reader.Number("dropout"),
        reader.Child<Module>("activation"))));

    readonly Linear _linear1, _linear2;
    readonly Module _activation;
    readonly Dropout _dropout;

    /// <summary>A block whose weights are not drawn yet.</summary>
    /// <param name="features">The size of the last axis, going in and coming out.</param>
    /// <param name="hidden">Its size between; four times as much is usual.</param>
    /// <param name="dropout">The share of elements that is dropped behind f while training, from 0 to 1.</param>
    /// <param name="activation">f; <see cref="Relu"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public FeedForward(int features, int hidden, double dropout = 0, Module? activation = null)
    {
        (_linear1, _linear2) = (new(features, hidden), new(hidden, features));
        (_activation, _dropout) = (activation ?? new Relu(), new(dropout));
    }

    /// <summary>The first map.</summary>
    public Linear First => _linear1;

    /// <summary>The second map.</summary>
    public Linear Second => _linear2;

    /// <summary>f.</summary>
    public Module Activation => _activation;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The last axis has another size.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return _linear2.Forward(_dropout.Forward(_activation.Forward(_linear1.Forward(x))));
    }

    /// <summary>What it holds, under the names that transformers know.</summary>
    internal override IEnumerable<(string, object)> Held =>
        [("linear1", _linear1), ("linear2", _linear2), ("activation", _activation), ("dropout", _dropout)];

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("features", _linear1.Inputs);
        writer.Set("hidden", _linear1.Outputs);
        writer.Set("dropout", _dropout.Rate);
        writer.Set("activation", ILayer.Whole(_activation, nameof(FeedForward)));
        writer.Set(this);
    }

    /// <summary>One line: sizes and f.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"FeedForward {_linear1.Inputs} -> {_linear1.Outputs} -> {_linear1.Inputs}, {Residual.Line(_activation)}")
        + (_dropout.Rate == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", dropout {_dropout.Rate}"));
}
