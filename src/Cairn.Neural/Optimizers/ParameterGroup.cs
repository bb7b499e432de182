using Cairn.Constraints;

namespace Cairn.Optimizers;

/// <summary>What an optimizer does differently for some parameters.</summary>
public sealed record ParameterGroup : Recipe
{
    /// <summary>Which parameters: a <see cref="Parameter.Path"/>, the path of a module for all that it holds, <c>encoder</c>, or one where * stands for
    /// any characters, <c>*.bias</c>. All unless set.</summary>
    public string Path
    {
        get;
        init => field = !string.IsNullOrEmpty(value)
            ? value : throw new ArgumentException("Path must not be empty; * means all", nameof(Path));
    } = "*";

    /// <summary>What the learning rate is multiplied by, 0 to leave these as they are; 1 unless set.</summary>
    public double RateFactor { get; init => field = Optimizer.Strength(value, nameof(RateFactor)); } = 1;

    /// <summary>Their decay in place of the optimizer's, biases included; null for the optimizer's.</summary>
    public double? WeightDecay { get; init => field = Checked(value, nameof(WeightDecay)); }

    /// <summary>Their L1 penalty in place of the optimizer's, biases included; null for the optimizer's.</summary>
    public double? L1 { get; init => field = Checked(value, nameof(L1)); }

    /// <summary>Their L2 penalty in place of the optimizer's, biases included; null for the optimizer's.</summary>
    public double? L2 { get; init => field = Checked(value, nameof(L2)); }

    /// <summary>What holds after every step; null for nothing.</summary>
    public Constraint? Constraint { get; init; }

    static double? Checked(double? value, string name) => value is { } v ? Optimizer.Strength(v, name) : null;

    /// <summary>True for a parameter of this group.</summary>
    internal bool Has(string path)
    {
        string[] pieces = Path.Split('*');
        if (pieces.Length == 1) return path == Path || path.StartsWith(Path + ".", StringComparison.Ordinal);
        if (!path.StartsWith(pieces[0], StringComparison.Ordinal)) return false;
        int at = pieces[0].Length;
        foreach (string piece in pieces[1..^1])
        {
            int found = path.IndexOf(piece, at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + piece.Length;
        }
        return path.Length - at >= pieces[^1].Length && path.EndsWith(pieces[^1], StringComparison.Ordinal);
    }
}
