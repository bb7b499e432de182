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

    Tensor _waves; // as many places as were asked for, all in the end

    /// <summary>A layer for so many places.</summary>
    /// <param name="features">d, the size of the last axis.</param>
    /// <param name="places">The most places a row can have.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    public SinusoidalPositions(int features, int places)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        (Features, Places, _waves) = (features, places, Tensor.Zeros<double>(0, features));
    }

    /// <summary>d, the size of the last axis.</summary>
    public int Features { get; }

    /// <summary>The most places a row can have.</summary>
    public int Places { get; }

    /// <summary>p, float64 [places, features].</summary>
    public Tensor Waves => Of(Places);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [rows, places, features], or has more places.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckFloating(x, this);
        Inputs.CheckPlaces(x, new Shape(Places, Features), this);
        return Seen(x, x + Of(x.Shape[1]).To(x.DType));
    }

    Tensor Of(int places)
    {
        var waves = Volatile.Read(ref _waves);
        if (waves.Shape[0] < places) Volatile.Write(ref _waves, waves = Drawn((int)Math.Min(Places, Math.Max(places, 2L * waves.Shape[0]))));
        return waves[..places];
    }

    Tensor Drawn(int places)
    {
        var waves = new double[places, Features];
        for (int j = 0; j < Features; j++)
        {
            double rate = SafeMath.Pow(10000, -(j - j % 2) / (double)Features);
            for (int t = 0; t < places; t++) waves[t, j] = j % 2 == 0 ? SafeMath.Sin(t * rate) : SafeMath.Cos(t * rate);
        }
        return Tensor.From(waves).AsReadOnly();
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("features", Features);
        writer.Set("places", Places);
    }

    /// <summary>One line: places and features.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"SinusoidalPositions {Places} x {Features}");
}
