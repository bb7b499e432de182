using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>While training, y = x + noise drawn from a normal distribution of mean 0; in evaluation y = x.</summary>
public sealed class GaussianNoise : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader =
        ArtefactReaderEntry.Other(new("gaussian-noise", 1), reader => new GaussianNoise(reader.Number("deviation")));

    /// <summary>Noise of this standard deviation.</summary>
    /// <param name="deviation">The standard deviation of the noise, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public GaussianNoise(double deviation) => Deviation = deviation >= 0 && double.IsFinite(deviation)
        ? deviation : throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "The deviation must be finite and not negative");

    /// <summary>The standard deviation of the noise.</summary>
    public double Deviation { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckFloating(x, this);
        return Seen(x, Mode.IsTraining && Deviation > 0 ? x + Draw(x.DType, x.Shape, Deviation, Path) : x);
    }

    /// <summary>Normal numbers: element i by draw i of the layer's noise in this step.</summary>
    internal static Tensor Draw(DType dtype, Shape shape, double deviation, string path)
    {
        var rng = Mode.Stream(path, "noise").Start();
        var draws = new double[shape.Elements];
        rng.FillNormal(draws);
        return (Tensor.Own(draws, shape) * deviation).To(dtype);
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer) => writer.Set("deviation", Deviation);

    /// <summary>Its name and deviation.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"GaussianNoise {Deviation}");
}
