using Cairn.LinearAlgebra;

namespace Cairn.Optimization;

/// <summary>Broyden, Fletcher, Goldfarb and Shanno's method (1970): the inverse of the Hessian is estimated from the steps taken and the
/// changes of the gradient, so that a step is nearly Newton's without second derivatives.</summary>
/// <remarks>
/// <para>For step s and change y of the gradient H ← (I - s yᵀ/sᵀy) H (I - y sᵀ/sᵀy) + s sᵀ/(θ sᵀy); the walk goes along -H ∇f. The
/// method has θ = 1. Here θ is Biggs' (1973): sᵀy is the mean curvature of the step, and θ times as much that at its end, of the cubic
/// through both values and slopes; which saves about a tenth of the evaluations. The first estimate is the identity, enlarged after the
/// first step where that showed less curvature.</para>
/// <para>H has as many rows and columns as there are variables: for thousands of them <see cref="LimitedMemoryBfgs"/> is the one.</para>
/// </remarks>
public sealed record Bfgs : Minimizer
{
    /// <summary>How far to go along a direction; <see cref="StrongWolfe"/> unless set.</summary>
    public LineSearch LineSearch { get; init => field = value ?? throw new ArgumentNullException(nameof(LineSearch)); } = new StrongWolfe();

    private protected override IEnumerable<Place> Walk(Objective f, Place start)
    {
        var place = start;
        var estimate = new InverseHessian(start.Point.Length);
        double fall = 0;
        while (true)
        {
            var ray = new Ray(f, place, estimate.Direction(place.Gradient));
            var trial = ray.Start.Slope < 0 ? LineSearch.Find(ray, FirstTrial.Length(ray.Start, fall, 1.01)) : null;
            if (trial is null)
            {
                if (estimate.IsFresh) yield break;
                estimate.Forget();
                fall = 0;
                continue;
            }
            if (Secant.Between(place, trial.Place) is { } secant) estimate.Learn(secant);
            fall = place.Value - trial.Value;
            yield return place = trial.Place;
        }
    }

    /// <summary>H, row by row.</summary>
    sealed class InverseHessian(int size)
    {
        readonly double[] _rows = size <= Largest ? new double[size * size] : throw new ArgumentException(
            $"Bfgs: the Hessian of {size} variables does not fit an array; use LimitedMemoryBfgs", "start");

        const int Largest = 46_000;

        /// <summary>True as long as nothing was learned: H is the identity.</summary>
        internal bool IsFresh { get; private set; } = true;

        internal void Forget() => IsFresh = true;

        internal double[] Direction(double[] gradient)
        {
            var direction = new double[size];
            for (int i = 0; i < size; i++) direction[i] = IsFresh ? -gradient[i] : -Dots.Dot(Row(i), gradient);
            return direction;
        }

        internal void Learn(Secant secant)
        {
            var (s, y, sy, bend) = secant;
            if (IsFresh) Begin(Math.Max(1, Dots.Dot(s, s) / sy));

            var hy = new double[size];
            for (int i = 0; i < size; i++) hy[i] = Dots.Dot(Row(i), y);
            double share = (sy / bend + Dots.Dot(y, hy)) / sy / sy;
            for (int i = 0; i < size; i++)
            {
                var row = Row(i);
                Dots.Axpy(share * s[i] - hy[i] / sy, s, row);
                Dots.Axpy(-s[i] / sy, hy, row);
            }
        }

        void Begin(double scale)
        {
            IsFresh = false;
            Array.Clear(_rows);
            for (int i = 0; i < size; i++) Row(i)[i] = scale;
        }

        Span<double> Row(int i) => _rows.AsSpan(i * size, size);
    }
}
