using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>y = x; while training, λ₁ Σ|x| + λ₂ Σ x² of a row, averaged over the rows, joins the loss, so that outputs stay small or
/// become 0.</summary>
/// <remarks>It says so by <see cref="Mode.Penalize"/>; a loop of one's own adds <see cref="Mode.Penalty"/> to its loss.</remarks>
public sealed class ActivityPenalty : Module, ILayer
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Other(new("activity-penalty", 1),
        reader => new ActivityPenalty(reader.Number("l1"), reader.Number("l2")));

    /// <summary>A layer that asks for small numbers.</summary>
    /// <param name="l1">λ₁, not negative.</param>
    /// <param name="l2">λ₂, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public ActivityPenalty(double l1 = 0, double l2 = 0)
    {
        if (!(l1 >= 0 && double.IsFinite(l1))) throw new ArgumentOutOfRangeException(nameof(l1), l1, "l1 must be finite and not negative");
        if (!(l2 >= 0 && double.IsFinite(l2))) throw new ArgumentOutOfRangeException(nameof(l2), l2, "l2 must be finite and not negative");
        (L1, L2) = (l1, l2);
    }

    /// <summary>λ₁.</summary>
    public double L1 { get; }

    /// <summary>λ₂.</summary>
    public double L2 { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.CheckFloating(x, this);
        Inputs.CheckRank(x, 1, this);
        if (Mode.IsTraining && x.Length > 0)
        {
            if (L1 > 0) Mode.Penalize(x.Abs().Sum() * (L1 / x.Shape[0]));
            if (L2 > 0) Mode.Penalize(x.Square().Sum() * (L2 / x.Shape[0]));
        }
        return Seen(x, x);
    }

    ArtefactKind IArtefact.Kind => Reader.Kind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("l1", L1);
        writer.Set("l2", L2);
    }

    /// <summary>One line: the strengths.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ActivityPenalty {L1} |x| + {L2} x²");
}
