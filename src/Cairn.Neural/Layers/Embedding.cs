using System.Globalization;
using Cairn.Initializers;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>A vector for every word, user or thing: numbers [rows, ...] become vectors [rows, ..., features].</summary>
public sealed class Embedding : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("embedding", 1), reader => reader.Into(
        new Embedding((int)reader.Integer("count", 1, int.MaxValue), (int)reader.Integer("features", 1, int.MaxValue))));

    readonly Parameter _weight;

    /// <summary>A layer whose vectors are not drawn yet.</summary>
    /// <param name="count">How many things there are; their numbers are 0 to count - 1.</param>
    /// <param name="features">The length of a vector.</param>
    /// <param name="initializer">What the vectors are drawn from; normal numbers of deviation 1 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public Embedding(int count, int features, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        _weight = new(initializer ?? new RandomNormal(), count, features);
    }

    /// <summary>How many things there are.</summary>
    public int Count => _weight.Shape[0];

    /// <summary>The length of a vector.</summary>
    public int Features => _weight.Shape[1];

    /// <summary>The vectors, [count, features].</summary>
    public Parameter Weight => _weight;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not made of int32 or int64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not below the count.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.DType is not (DType.Int32 or DType.Int64))
            throw new ArgumentException($"Embedding: an input {x.Shape} of {x.DType.Name()} where int32 or int64 numbers below {Count} are "
                + "expected; convert it with To<int>()", nameof(x));
        return Seen(x, _weight.Value.Embedding(x));
    }

    internal override long MultiplyAdds(Shape input, Shape output) => 0;

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("count", Count);
        writer.Set("features", Features);
        writer.Set(this);
    }

    /// <summary>One line: sizes.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Embedding {Count} x {Features}");
}
