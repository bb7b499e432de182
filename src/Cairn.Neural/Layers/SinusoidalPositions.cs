using System.Globalization;
using Cairn.Kernels;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y[r, t] = x[r, t] + p[t] with p[t, 2i] = sin(t / 10000^(2i/d)) and p[t, 2i + 1] = cos of the same: where a word stands, said by
/// waves of d / 2 lengths (Vaswani et al. 2017). For [rows, places, d].</summary>
public sealed class SinusoidalPositions : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("sinusoidal-positions", 1), reader =>
        new SinusoidalPositions((int)reader.Integer("features", 1, int.MaxValue), (int)reader.Integer("places", 1, int.MaxValue)));

    readonly Tensor _waves;

    /// <summary>A layer for so many places.</summary>
    /// <param name="features">d, the size of the last axis.</param>
    /// <param name="places">The most places a row can have.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    public SinusoidalPositions(int features, int places)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        var waves = new double[places, features];
        for (int j = 0; j < features; j++)
        {
            double rate = SafeMath.Pow(10000, -(j - j % 2) / (double)features);
            for (int t = 0; t < places; t++) waves[t, j] = j % 2 == 0 ? SafeMath.Sin(t * rate) : SafeMath.Cos(t * rate);
        }
        _waves = Tensor.From(waves).AsReadOnly();
    }

    /// <summary>p, float64 [places, features].</summary>
    public Tensor Waves => _waves;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [rows, places, features], or has more places.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckFloating(x, this);
        Inputs.CheckPlaces(x, _waves.Shape, this);
        return Seen(x, x + _waves[..x.Shape[1]].To(x.DType));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("features", _waves.Shape[1]);
        writer.Set("places", _waves.Shape[0]);
    }

    /// <summary>One line: places and features.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"SinusoidalPositions {_waves.Shape[0]} x {_waves.Shape[1]}");
}
