namespace Cairn.Optimization;

/// <summary>A place on the way down.</summary>
public sealed class MinimizationStep
{
    readonly Tensor? _point;

    internal MinimizationStep(Tensor? point, double value, double gradientNorm, double length, int evaluations)
    {
        _point = point;
        (Value, GradientNorm, Length, Evaluations) = (value, gradientNorm, length, evaluations);
    }

    /// <summary>The point, of the shape of the start.</summary>
    /// <exception cref="InvalidOperationException">Points were not kept.</exception>
    public Tensor Point => _point ?? throw new InvalidOperationException("The points were not kept; leave KeepsPoints true");

    /// <summary>The function there.</summary>
    public double Value { get; }

    /// <summary>The Euclidean length of the gradient there.</summary>
    public double GradientNorm { get; }

    /// <summary>The Euclidean distance from the place before; 0 at the start.</summary>
    public double Length { get; }

    /// <summary>How often the function had been computed until then.</summary>
    public int Evaluations { get; }
}
