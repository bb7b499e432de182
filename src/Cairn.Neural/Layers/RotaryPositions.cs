using System.Globalization;
using Cairn.Kernels;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>Each pair (x[2i], x[2i + 1]) of the vector at place t is turned by the angle t / base^(2i/d), so that the product of two turned
/// vectors depends on how far apart they stand alone (Su et al. 2021). For [rows, ..., places, d].</summary>
public sealed class RotaryPositions : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("rotary-positions", 1), reader =>
        new RotaryPositions((int)reader.Integer("features", 2, int.MaxValue), reader.Number("base")));

    sealed record Turns(Tensor Cosines, Tensor Sines);

    Turns? _turns; // of as many places as were asked for

    /// <summary>A layer for vectors of this length.</summary>
    /// <param name="features">d, even.</param>
    /// <param name="base">The slowest pair turns by about 1 / base a place; above 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is odd or below 2, or the base not above 1 and finite.</exception>
    public RotaryPositions(int features, double @base = 10000)
    {
        if (features < 2 || features % 2 != 0)
            throw new ArgumentOutOfRangeException(nameof(features), features, "The vectors' length must be even and at least 2");
        if (!(@base > 1 && double.IsFinite(@base)))
            throw new ArgumentOutOfRangeException(nameof(@base), @base, "The base must be above 1 and finite");
        (Features, Base) = (features, @base);
    }

    /// <summary>d.</summary>
    public int Features { get; }

    /// <summary>What the angles fall by.</summary>
    public double Base { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [rows, ..., places, features].</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckFloating(x, this);
        if (x.Rank < 3 || x.Shape[-1] != Features)
            throw new ArgumentException($"RotaryPositions: an input of {x.Shape} where [rows, ..., places, {Features}] is expected", nameof(x));
        return Seen(x, Turned(x));
    }

    internal Tensor Turned(Tensor x)
    {
        int places = x.Shape[-2];
        var turns = Of(places);
        Tensor c = turns.Cosines[..places].To(x.DType), s = turns.Sines[..places].To(x.DType);
        int[] leading = [.. x.Shape.AsSpan()[..^1]];
        var pairs = x.Reshape([.. leading, Features / 2, 2]).Split(2, -1);
        Tensor a = pairs[0].Squeeze(-1), b = pairs[1].Squeeze(-1);
        return Tensor.Stack([a * c - b * s, a * s + b * c], -1).Reshape([.. leading, Features]);
    }

    Turns Of(int places)
    {
        var turns = Volatile.Read(ref _turns);
        if (turns is null || turns.Cosines.Shape[0] < places)
            Volatile.Write(ref _turns, turns = Drawn(Math.Max(places, 2 * (turns?.Cosines.Shape[0] ?? 0))));
        return turns;
    }

    Turns Drawn(int places)
    {
        double[,] cosines = new double[places, Features / 2], sines = new double[places, Features / 2];
        for (int i = 0; i < Features / 2; i++)
        {
            double rate = SafeMath.Pow(Base, -2.0 * i / Features);
            for (int t = 0; t < places; t++) (cosines[t, i], sines[t, i]) = (SafeMath.Cos(t * rate), SafeMath.Sin(t * rate));
        }
        return new(Tensor.From(cosines).AsReadOnly(), Tensor.From(sines).AsReadOnly());
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("features", Features);
        writer.Set("base", Base);
    }

    /// <summary>One line: features, and the base when it is not 10,000.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"RotaryPositions {Features}{(Base == 10000 ? "" : $", base {Base}")}");
}
