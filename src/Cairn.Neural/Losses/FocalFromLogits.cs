namespace Cairn.Losses;

/// <summary>-(1 - s)^γ log s with the share s = softmax(p)[y], from logits p [rows, ..., classes] and class indices y: what is easy counts
/// less (Lin et al. 2017).</summary>
public sealed record FocalFromLogits : Loss
{
    /// <summary>γ, not negative; 2 unless set. 0 is the cross-entropy.</summary>
    public double Gamma
    {
        get;
        init => field = value >= 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Gamma), value, "Gamma must be finite and not negative");
    } = 2;

    /// <summary>How much each class counts: the rows of class y are multiplied by its number. All alike unless set.</summary>
    public ValueList<double> ClassWeights { get; init => field = ClassTargets.Checked(value, nameof(ClassWeights)); }

    internal override string? Doubt(Tensor predictions) => OutputDoubts.Logits(predictions, this);

    /// <inheritdoc/>
    public override Tensor Rows(Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (!ClassTargets.AreIndices(predictions, targets, this))
            throw new ArgumentException($"FocalFromLogits: targets {targets.Shape} of {targets.DType.Name()} where class indices of "
                + $"{new Shape(predictions.Shape.AsSpan()[..^1])} are expected", nameof(targets));
        var each = Focused(predictions.CrossEntropyFromLogits(targets), Gamma);
        return MeanOfRows(ClassWeights.Count == 0 ? each : each * ClassTargets.Weights(ClassWeights, predictions, this)[targets]);
    }

    /// <summary>(1 - e⁻ᶜ)^γ c for a cross-entropy c.</summary>
    internal static Tensor Focused(Tensor c, double gamma) => gamma == 0 ? c : (-(-c).ExpM1()).Pow(gamma) * c;
}
