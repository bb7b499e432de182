using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>A module that is trained with noise on its weights: each forward pass of training adds normal numbers of mean 0 to them,
/// and takes them away again; in evaluation there is none. What is learned lies where the loss is flat (Graves 2011).</summary>
public sealed class WeightNoise : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("weight-noise", 1),
        reader => new WeightNoise(reader.Child<Module>("inner"), reader.Number("deviation")));

    readonly Module _inner;

    /// <summary>A module with noise of this standard deviation.</summary>
    /// <param name="inner">The module.</param>
    /// <param name="deviation">The standard deviation of the noise, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
    public WeightNoise(Module inner, double deviation)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (!(deviation >= 0 && double.IsFinite(deviation)))
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "The deviation must be finite and not negative");
        (_inner, Deviation) = (inner, deviation);
    }

    /// <summary>The module.</summary>
    public Module Inner => _inner;

    /// <summary>The standard deviation of the noise.</summary>
    public double Deviation { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!Mode.IsTraining || Deviation == 0) return _inner.Forward(x);
        var weights = _inner.Parameters.Where(p => !p.IsRunning && !p.IsFrozen).ToList();
        try
        {
            foreach (var weight in weights)
                weight.StandIn = weight.Value + GaussianNoise.Draw(weight.Value.DType, weight.Shape, Deviation, weight.Path);
            return _inner.Forward(x);
        }
        finally
        {
            foreach (var weight in weights) weight.StandIn = null;
        }
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("inner", ILayer.Whole(_inner, nameof(WeightNoise)));
        writer.Set("deviation", Deviation);
    }

    /// <summary>What is inside, and the deviation.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"WeightNoise {Deviation} ({Residual.Line(_inner)})");
}
