using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>A border of one number around the last axes.</summary>
public sealed class Pad : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("pad", 1), reader =>
    {
        int[] widths = Sizes.Read(reader, "widths");
        if (widths.Length == 0 || widths.Length % 2 != 0 || widths.Min() < 0) throw reader.Fail("its widths are none, odd, or negative");
        return new Pad([.. widths.Chunk(2).Select(pair => (pair[0], pair[1]))], reader.Number("value"));
    });

    readonly (int Before, int After)[] _widths;

    /// <summary>A border around the last axes.</summary>
    /// <param name="widths">For each of the last axes how many elements stand before and after.</param>
    /// <param name="value">The number in the border.</param>
    /// <exception cref="ArgumentException">There are no widths.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A width is negative, all together span over 65,536 elements, or the number is not finite.</exception>
    public Pad(ReadOnlySpan<(int Before, int After)> widths, double value = 0)
    {
        if (widths.IsEmpty) throw new ArgumentException("Pad: no widths are given; give those of the last axes", nameof(widths));
        long elements = 1;
        foreach (var (before, after) in widths)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(before, nameof(widths));
            ArgumentOutOfRangeException.ThrowIfNegative(after, nameof(widths));
            elements *= Math.Max((long)before + after, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(elements, FilterShape.MostElements, nameof(widths));
        }
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "The number in the border must be finite");
        (_widths, Value) = (widths.ToArray(), value);
    }

    /// <summary>The number in the border.</summary>
    public double Value { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer axes.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckFloating(x, this);
        Inputs.CheckRank(x, _widths.Length + 1, this);
        return Seen(x, x.Pad([.. Enumerable.Repeat((0, 0), x.Rank - _widths.Length), .. _widths], Value));
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        Sizes.Set(writer, "widths", [.. _widths.SelectMany(w => new[] { w.Before, w.After })]);
        writer.Set("value", Value);
    }

    /// <summary>Its name and widths.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"Pad {string.Join(", ", _widths)}{(Value == 0 ? "" : $" with {Value}")}");
}
