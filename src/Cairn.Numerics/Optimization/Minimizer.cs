using Cairn.Autograd;

namespace Cairn.Optimization;

/// <summary>A way to find the least value of a function of a tensor, from a start downhill.</summary>
/// <remarks>
/// <para>Everything is computed in float64, in the order of the elements: the same function and start give the same bits everywhere. The
/// functions are smooth ones; where a function is not a number or infinite the step that led there is shortened, so that a wall of NaN
/// may stand around the region that is searched. What is found is a point without slope, in general the bottom of the valley that the
/// start lies in, which need not be the lowest of all.</para>
/// <para>The recipe prescribes no derivative: <see cref="Minimize(Func{Tensor, Tensor}, Tensor, CancellationToken)"/> finds it, and the
/// other takes one that was written by hand.</para>
/// </remarks>
public abstract record Minimizer : Recipe
{
    private protected Minimizer() { }

    /// <summary>The largest |∂f/∂xᵢ| that counts as none, above 0; 1e-8 unless set. It is in the units of the function, divided by those of
    /// its variables.</summary>
    public double Tolerance
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(Tolerance), value, "Tolerance must be above 0 and finite");
    } = 1e-8;

    /// <summary>The most steps, at least 0; 10,000 unless set.</summary>
    public int MaxIterations
    {
        get;
        init => field = value >= 0
            ? value : throw new ArgumentOutOfRangeException(nameof(MaxIterations), value, "MaxIterations must not be negative");
    } = 10_000;

    /// <summary>True, unless set, to keep in the history the point of each step; false to keep its numbers alone, for long walks of many
    /// variables.</summary>
    public bool KeepsPoints { get; init; } = true;

    /// <summary>Walks downhill from a start; the derivative comes from the operations that the function consists of.</summary>
    /// <param name="function">A function whose value is a single number, made of tensor operations. It is given float64.</param>
    /// <param name="start">Where to begin, of any shape: the function is given points of this shape.</param>
    /// <param name="cancellation">Looked at before each evaluation.</param>
    /// <exception cref="ArgumentException">The start is empty, or holds something that is no finite number, or the function or
    /// its gradient is not finite there.</exception>
    /// <exception cref="InvalidOperationException">The value has several elements, or is no floating-point number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Minimum Minimize(Func<Tensor, Tensor> function, Tensor start, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Run(new Objective(x => Derivative.ValueAndGradient(function, x), (x, v) => Derivative.HessianVectorProduct(function, x, v),
            start, cancellation));
    }

    /// <summary>Walks downhill from a start with a derivative written by hand.</summary>
    /// <param name="valueAndGradient">The value, a single number, and the gradient, of the shape of the point.</param>
    /// <param name="start">Where to begin, of any shape: the function is given points of this shape, in float64.</param>
    /// <param name="cancellation">Looked at before each evaluation.</param>
    /// <exception cref="ArgumentException">The start is empty, or holds something that is no finite number, or the function or
    /// its gradient is not finite there.</exception>
    /// <exception cref="InvalidOperationException">The value has several elements, or the gradient has another shape than the
    /// point.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Minimum Minimize(Func<Tensor, (Tensor Value, Tensor Gradient)> valueAndGradient, Tensor start,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(valueAndGradient);
        return Run(new Objective(valueAndGradient, null, start, cancellation));
    }

    /// <summary>The places on the way, each lower than the one before up to rounding; it ends where nothing lower is found.</summary>
    private protected abstract IEnumerable<Place> Walk(Objective f, Place start);

    private protected Minimum Run(Objective f)
    {
        var place = f.Start();
        var history = new List<MinimizationStep> { StepTo(place, f, 0) };
        bool converged = place.Largest <= Tolerance;
        string? reason = converged ? WithinTolerance : null;
        using var walk = Walk(f, place).GetEnumerator();
        while (reason is null)
        {
            if (history.Count > MaxIterations) reason = FormattableString.Invariant($"the limit of {MaxIterations} iterations");
            else if (!walk.MoveNext()) reason = "nothing lower is found along the direction: rounding hides what is left";
            else
            {
                history.Add(StepTo(walk.Current, f, Place.Distance(place, walk.Current)));
                place = walk.Current;
                converged = place.Largest <= Tolerance;
                if (converged) reason = WithinTolerance;
            }
        }
        return new Minimum(f, place, converged, reason, [.. history]);
    }

    const string WithinTolerance = "the gradient is within the tolerance";

    MinimizationStep StepTo(Place place, Objective f, double length) =>
        new(KeepsPoints ? f.Shaped(place.Point) : null, place.Value, Math.Sqrt(place.Squares), length, f.Evaluations);
}
