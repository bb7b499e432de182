using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>What stands in a border.</summary>
public enum Border
{
    /// <summary>One number.</summary>
    Value,

    /// <summary>What lies within, as in a mirror at the outermost element, which is not repeated: c b | a b c | b a.</summary>
    Reflection,

    /// <summary>The outermost element: a a | a b c | c c.</summary>
    Edge,

    /// <summary>What lies at the other end: b c | a b c | a b.</summary>
    Wrap,
}

/// <summary>A border around the last axes: of one number, or of what lies within.</summary>
public sealed class Pad : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("pad", 1), reader =>
    {
        int[] widths = Sizes.Read(reader, "widths");
        if (widths.Length == 0 || widths.Length % 2 != 0 || widths.Min() < 0) throw reader.Fail("its widths are none, odd, or negative");
        (int, int)[] pairs = [.. widths.Chunk(2).Select(pair => (pair[0], pair[1]))];
        if (!reader.Has("border")) return new Pad(pairs, reader.Number("value"));
        return Enum.TryParse<Border>(reader.Text("border"), out var border) && Enum.IsDefined(border) && border != Border.Value
            ? new Pad(pairs, border) : throw reader.Fail("there is no such border");
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

    /// <summary>A border of what lies within.</summary>
    /// <param name="widths">For each of the last axes how many elements stand before and after.</param>
    /// <param name="border">Which of it.</param>
    /// <exception cref="ArgumentException">There are no widths.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A width is negative, all together span over 65,536 elements, or there is no such border.</exception>
    public Pad(ReadOnlySpan<(int Before, int After)> widths, Border border) : this(widths) =>
        Border = Enum.IsDefined(border) ? border : throw new ArgumentOutOfRangeException(nameof(border), border, "No such border");

    /// <summary>The number in the border, where it is of one.</summary>
    public double Value { get; }

    /// <summary>What stands in the border.</summary>
    public Border Border { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer axes, or an axis is shorter than what its border shows of it.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckFloating(x, this);
        Inputs.CheckRank(x, _widths.Length + 1, this);
        if (Border != Border.Value) return Seen(x, Shown(x));
        return Seen(x, x.Pad([.. Enumerable.Repeat((0, 0), x.Rank - _widths.Length), .. _widths], Value));
    }

    Tensor Shown(Tensor x)
    {
        var y = x;
        for (int i = 0; i < _widths.Length; i++)
        {
            var (before, after) = _widths[i];
            int axis = x.Rank - _widths.Length + i, n = x.Shape[axis], most = Math.Max(before, after);
            if (most == 0) continue;
            if (n == 0 || (Border == Border.Reflection && most >= n) || (Border == Border.Wrap && most > n))
                throw new ArgumentException($"Pad: a border of {most} elements beside the {n} of axis {axis} of {x.Shape}; they do not show so many", nameof(x));
            var at = new Slice[x.Rank];
            Array.Fill(at, ..);
            at[axis] = Enumerable.Range(-before, before + n + after).Select(place => Place(place, n)).ToArray();
            y = y[at];
        }
        return y;
    }

    /// <summary>The place within whose element stands at a place of the border.</summary>
    int Place(int place, int n) => Border switch
    {
        Border.Edge => Math.Clamp(place, 0, n - 1),
        Border.Wrap => (place + n) % n,
        _ => place < 0 ? -place : place < n ? place : 2 * (n - 1) - place,
    };

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        Sizes.Set(writer, "widths", [.. _widths.SelectMany(w => new[] { w.Before, w.After })]);
        if (Border == Border.Value) writer.Set("value", Value);
        else writer.Set("border", Border.ToString());
    }

    /// <summary>Its name and widths.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"Pad {string.Join(", ", _widths)}{(Value == 0 ? "" : $" with {Value}")}")
        + (Border == Border.Value ? "" : ", " + Border);
}
