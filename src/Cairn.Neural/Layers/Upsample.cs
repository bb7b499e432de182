using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>What stands between the elements when there are to be more of them.</summary>
public enum Interpolation
{
    /// <summary>The nearest element again.</summary>
    Nearest,

    /// <summary>The straight line between neighbours, along each axis: bilinear for images. The outermost elements go on to the
    /// border.</summary>
    Linear,
}

/// <summary>So many times as many elements along every axis behind the channels of [rows, channels, ...].</summary>
/// <remarks>Elements are areas with their value in the middle: result i lies at (i + ½) / factor - ½.</remarks>
public sealed class Upsample : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("upsample", 1), reader =>
        Enum.TryParse<Interpolation>(reader.Text("interpolation"), out var interpolation) && Enum.IsDefined(interpolation)
            ? new Upsample((int)reader.Integer("factor", 1, int.MaxValue), interpolation)
            : throw reader.Fail("there is no such interpolation"));

    /// <summary>A layer that makes axes longer.</summary>
    /// <param name="factor">How many times as long.</param>
    /// <param name="interpolation">What stands between the elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1, or there is no such interpolation.</exception>
    public Upsample(int factor, Interpolation interpolation = Interpolation.Nearest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        if (!Enum.IsDefined(interpolation))
            throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "No such interpolation");
        (Factor, Interpolation) = (factor, interpolation);
    }

    /// <summary>How many times as long the axes become.</summary>
    public int Factor { get; }

    /// <summary>What stands between the elements.</summary>
    public Interpolation Interpolation { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no axis behind the channels, or the result would be over 65,536 times as large.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckFloating(x, this);
        Inputs.CheckRank(x, 3, this);
        long times = 1;
        for (int axis = 2; axis < x.Rank && times <= FilterShape.MostElements; axis++) times *= Factor;
        if (times > FilterShape.MostElements)
            throw new ArgumentException($"Upsample: {x.Shape} with a factor of {Factor} becomes over {FilterShape.MostElements} times as large",
                nameof(x));
        var y = x;
        for (int axis = 2; axis < x.Rank && Factor > 1; axis++) y = Along(y, axis);
        return Seen(x, y);
    }

    Tensor Along(Tensor x, int axis)
    {
        int size = x.Shape[axis];
        var (before, after, shares) = (new int[size * Factor], new int[size * Factor], new double[size * Factor]);
        for (int i = 0; i < before.Length; i++)
        {
            if (Interpolation == Interpolation.Nearest)
            {
                before[i] = i / Factor;
                continue;
            }
            double at = Math.Max((i + 0.5) / Factor - 0.5, 0);
            before[i] = (int)at;
            after[i] = Math.Min(before[i] + 1, size - 1);
            shares[i] = at - before[i];
        }
        var part = new Slice[x.Rank];
        part.AsSpan().Fill(Slice.All);
        part[axis] = (Tensor)before;
        var low = x[part];
        if (Interpolation == Interpolation.Nearest) return low;
        part[axis] = (Tensor)after;
        var share = Tensor.From(shares).To(x.DType).Reshape([shares.Length, .. Enumerable.Repeat(1, x.Rank - axis - 1)]);
        return low * (1 - share) + x[part] * share;
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("factor", Factor);
        writer.Set("interpolation", Interpolation.ToString());
    }

    /// <summary>Its name, factor and interpolation.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Upsample {Factor}, {Interpolation}");
}
