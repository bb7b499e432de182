using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>How the results of branches become one.</summary>
public enum Join
{
    /// <summary>One behind the other along an axis.</summary>
    Concat,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their product, as in gates.</summary>
    Product,
}

/// <summary>Modules side by side: each takes the same input, and their results are joined.</summary>
public sealed class Branches : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("branches", 1), reader =>
    {
        if (!Enum.TryParse<Join>(reader.Text("join"), out var join) || !Enum.IsDefined(join)) throw reader.Fail("there is no such join");
        var branches = reader.Children<Module>("branches");
        return branches.Count > 0
            ? new Branches(join, (int)reader.Integer("axis", int.MinValue, int.MaxValue), [.. branches])
            : throw reader.Fail("it has no branches");
    });

    readonly Module[] _branches;

    /// <summary>Branches whose results stand one behind the other along axis 1.</summary>
    /// <param name="branches">The modules.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public Branches(params ReadOnlySpan<Module> branches) : this(Join.Concat, 1, branches) { }

    /// <summary>Branches whose results are joined.</summary>
    /// <param name="join">How.</param>
    /// <param name="axis">Along which axis, for <see cref="Join.Concat"/>; negative counts from the last.</param>
    /// <param name="branches">The modules.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such join.</exception>
    public Branches(Join join, int axis, params ReadOnlySpan<Module> branches)
    {
        if (branches.IsEmpty) throw new ArgumentException("Branches: no modules are given", nameof(branches));
        if (!Enum.IsDefined(join)) throw new ArgumentOutOfRangeException(nameof(join), join, "No such join");
        foreach (var branch in branches) ArgumentNullException.ThrowIfNull(branch, nameof(branches));
        (_branches, Join, Axis) = (branches.ToArray(), join, axis);
    }

    /// <summary>How the results become one.</summary>
    public Join Join { get; }

    /// <summary>Along which axis they are put together.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The results have shapes that do not fit together.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var results = Array.ConvertAll(_branches, b => b.Forward(x));
        if (Join == Join.Concat) return Tensor.Concat(results, Axis);
        var y = results[0];
        foreach (var result in results.AsSpan(1))
        {
            if (result.Shape != y.Shape)
                throw new ArgumentException($"Branches: {x.Shape} becomes {y.Shape} in one branch and {result.Shape} in another; "
                    + $"their {(Join == Join.Sum ? "sum" : "product")} needs one shape", nameof(x));
            y = Join == Join.Sum ? y + result : y * result;
        }
        return y;
    }

    internal override IEnumerable<(string, object)> Held =>
        _branches.Select((branch, i) => (i.ToString(CultureInfo.InvariantCulture), (object)branch));

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("join", Join.ToString());
        writer.Set("axis", Axis);
        writer.Set("branches", [.. _branches.Select(b => ILayer.Whole(b, nameof(Branches)))]);
    }

    /// <summary>What stands side by side, and how it is joined.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Branches ({string.Join(" | ", _branches.Select(Residual.Line))}), {(Join == Join.Concat ? $"Concat along {Axis}" : Join)}");
}
