namespace Cairn.Tests;

/// <summary>What the contract needs to know of one public operation.</summary>
sealed record OperationRow
{
    /// <summary>The name of the method or operator that the row stands for, and after a space which use of it.</summary>
    public required string Name { get; init; }

    /// <summary>The operation as a function of the tensors that it is differentiated by.</summary>
    public required Func<Tensor[], Tensor> Apply { get; init; }

    /// <summary>What it should give, by plain loops in float64.</summary>
    public required Func<Grid[], Grid> Reference { get; init; }

    /// <summary>Operands to try it with.</summary>
    public required Grid[][] Samples { get; init; }

    /// <summary>False where the result passes no gradient on.</summary>
    public bool IsDifferentiable { get; init; } = true;

    /// <summary>True when all results are NaN once all operands are.</summary>
    public bool CarriesNaN { get; init; } = true;

    /// <summary>How far float64 may be from the reference, relative to max(1, |value|).</summary>
    public double Tolerance { get; init; } = 1e-13;

    /// <summary>How far float32 may be from float64, relative to max(1, |value|).</summary>
    public double Float32Tolerance { get; init; } = 2e-6;

    /// <summary>Wrong uses, and what the message says.</summary>
    public (Action Use, string Message)[] Errors { get; init; } = [];

    public override string ToString() => Name;
}
