using System.Globalization;
using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y[r, t] = x[r, t] + p[t] with a learned vector for every place. For [rows, places, features].</summary>
public sealed class LearnedPositions : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("learned-positions", 1), reader => reader.Into(
        new LearnedPositions((int)reader.Integer("features", 1, int.MaxValue), (int)reader.Integer("places", 1, int.MaxValue))));

    readonly Parameter _weight;

    /// <summary>A layer whose vectors are not drawn yet.</summary>
    /// <param name="features">The size of the last axis.</param>
    /// <param name="places">The most places a row can have.</param>
    /// <param name="initializer">What the vectors are drawn from; normal numbers of deviation 0.02 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    public LearnedPositions(int features, int places, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        _weight = new(initializer ?? new RandomNormal { Deviation = 0.02 }, places, features);
    }

    /// <summary>p, [places, features].</summary>
    public Parameter Weight => _weight;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [rows, places, features], or has more places.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckPlaces(x, _weight.Shape, this);
        Inputs.CheckType(x, _weight, this);
        return Seen(x, x + _weight.Value[..x.Shape[1]]);
    }

    internal override long MultiplyAdds(Shape input, Shape output) => 0;

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("features", _weight.Shape[1]);
        writer.Set("places", _weight.Shape[0]);
        writer.Set(this);
    }

    /// <summary>One line: places and features.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"LearnedPositions {_weight.Shape[0]} x {_weight.Shape[1]}");
}
