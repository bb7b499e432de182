using Cairn.LinearAlgebra;

namespace Cairn.Optimization;

/// <summary>Nonlinear conjugate gradients: each direction is the steepest one, turned so that it does not spoil what the direction before
/// has gained. They remember nothing but that direction.</summary>
/// <remarks>d ← -∇f + β d with Dai and Kou's β = (∇fᵀy - |y|² ∇fᵀd / dᵀy) / dᵀy (2013), at least 0.1 ∇fᵀd / |d|², where y is the change
/// of the gradient; from the gradient anew where two gradients in a row are far from orthogonal, |∇fᵀ∇f₀| ≥ 0.3 |∇f|² (Powell 1977). On a
/// function of second degree, searched exactly, it is the method of Hestenes and Stiefel (1952). <see cref="LimitedMemoryBfgs"/> needs
/// fewer evaluations, and memory for 20 steps more.</remarks>
public sealed record ConjugateGradient : Minimizer
{
    /// <summary>How far to go along a direction; <see cref="StrongWolfe"/> that leaves little slope, <see cref="StrongWolfe.Curvature"/>
    /// 0.2 and <see cref="StrongWolfe.Reach"/> 10, unless set.</summary>
    public LineSearch LineSearch
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(LineSearch));
    } = new StrongWolfe { Curvature = 0.2, Reach = 10 };

    /// <summary>From what share of |∇f|² on the product of two gradients makes the walk begin anew, above 0; 0.3 unless set.</summary>
    public double Restart
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Restart), value, "Restart must be above 0");
    } = 0.3;

    private protected override IEnumerable<Place> Walk(Objective f, Place start)
    {
        var place = start;
        var direction = Array.ConvertAll(place.Gradient, g => -g);
        bool isSteepest = true;
        double fall = 0;
        while (true)
        {
            var ray = new Ray(f, place, direction);
            var trial = ray.Start.Slope < 0 ? LineSearch.Find(ray, FirstTrial.Length(ray.Start, fall, 1.5)) : null;
            if (trial is null)
            {
                if (isSteepest) yield break;
                (direction, isSteepest, fall) = (Array.ConvertAll(place.Gradient, g => -g), true, 0);
                continue;
            }
            var next = trial.Place;
            isSteepest = Math.Abs(Dots.Dot(next.Gradient, place.Gradient)) >= Restart * next.Squares;
            double share = isSteepest ? 0 : Share(direction, next.Gradient, Place.Difference(next.Gradient, place.Gradient));
            for (int i = 0; i < direction.Length; i++) direction[i] = share * direction[i] - next.Gradient[i];
            fall = place.Value - next.Value;
            yield return place = next;
        }
    }

    /// <summary>β.</summary>
    static double Share(double[] d, double[] gradient, double[] y)
    {
        double slope = Dots.Dot(gradient, d), change = Dots.Dot(d, y);
        double share = (Dots.Dot(gradient, y) - Dots.Dot(y, y) * slope / change) / change;
        return Math.Max(share, 0.1 * slope / Dots.Dot(d, d));
    }
}
