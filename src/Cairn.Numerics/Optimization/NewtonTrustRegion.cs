using Cairn.LinearAlgebra;

namespace Cairn.Optimization;

/// <summary>Newton's method within a region of trust: each step goes to the minimum of the parabola that fits the function, its slope and
/// its curvature here, no further than the parabola was found to be right.</summary>
/// <remarks>
/// <para>The parabola is minimised by conjugate gradients (Steihaug 1983), which need the Hessian times a vector and never the Hessian:
/// memory and work of a product grow with the number of variables. They stop at the edge of the region, along a direction of negative
/// curvature at the edge too, and else once the slope left is a thousandth of the first, or less where the gradient is small already,
/// which makes the steps near the minimum Newton's.</para>
/// <para>The first region has no edge. With ρ the share of the promised fall that came true, a step is taken when ρ &gt; 0.0001; below
/// 0.1 the region shrinks to between a tenth and a half of the step, where the parabola through both values has its minimum, and above
/// 0.7 it doubles if the step ended at its edge.</para>
/// <para>A gradient written by hand comes without its Hessian: the products are then differences of gradients, one more evaluation
/// each, unless <see cref="Minimize"/> is given them.</para>
/// </remarks>
public sealed record NewtonTrustRegion : Minimizer
{
    const double Accepted = 1e-4, Poor = 0.1, Good = 0.7;

    /// <summary>Walks downhill from a start with derivatives written by hand.</summary>
    /// <param name="valueAndGradient">The value, a single number, and the gradient, of the shape of the point.</param>
    /// <param name="hessianProduct">The Hessian at a point, which comes first, times a vector of its shape.</param>
    /// <param name="start">Where to begin, of any shape.</param>
    /// <param name="cancellation">Looked at before each evaluation.</param>
    /// <exception cref="ArgumentException">The start is empty, or holds something that is no finite number, or the function or
    /// its gradient is not finite there.</exception>
    /// <exception cref="InvalidOperationException">The value has several elements, or a gradient or product another shape than the
    /// point.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Minimum Minimize(Func<Tensor, (Tensor Value, Tensor Gradient)> valueAndGradient, Func<Tensor, Tensor, Tensor> hessianProduct,
        Tensor start, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(valueAndGradient);
        ArgumentNullException.ThrowIfNull(hessianProduct);
        return Run(new Objective(valueAndGradient, hessianProduct, start, cancellation));
    }

    private protected override IEnumerable<Place> Walk(Objective f, Place start)
    {
        var place = start;
        double radius = double.PositiveInfinity;
        while (true)
        {
            var step = Step.On(f, place, radius);
            double length = Math.Sqrt(Dots.Dot(step.Vector, step.Vector));
            if (!double.IsFinite(length)) yield break; // slopes too steep to square
            double[] point = [.. place.Point];
            Dots.Axpy(1, step.Vector, point);
            if (point.AsSpan().SequenceEqual(place.Point)) yield break;

            var next = f.At(point);
            if (!next.IsFinite)
            {
                radius = 0.1 * length;
                continue;
            }
            double ratio = Ratio(place, next, step.Promise);
            if (!(ratio >= Poor)) // no number is poor too: each step is taken or shortens the next
            {
                double slope = Dots.Dot(place.Gradient, step.Vector), bend = next.Value - place.Value - slope;
                radius = Math.Clamp(bend > 0 ? -slope / (2 * bend) : 0.5, 0.1, 0.5) * length;
            }
            else if (ratio > Good && step.IsAtEdge) radius *= 2;
            if (ratio > Accepted) yield return place = next;
        }
    }

    /// <summary>How much of the promised fall came true. Where rounding hides both, a shorter gradient counts as all of it.</summary>
    static double Ratio(Place place, Place next, double promise)
    {
        double fall = place.Value - next.Value, noise = 1e-13 * Math.Abs(place.Value);
        return promise <= noise && Math.Abs(fall) <= noise ? (next.Squares < place.Squares ? 1 : 0) : fall / promise;
    }

    /// <summary>A step, the fall that the parabola promises, and whether the edge of the region ended it.</summary>
    readonly record struct Step(double[] Vector, double Promise, bool IsAtEdge)
    {
        const double Exactness = 1e-3;

        internal static Step On(Objective f, Place place, double radius)
        {
            int size = place.Point.Length;
            double[] step = new double[size], residual = [.. place.Gradient], direction = Array.ConvertAll(residual, g => -g);
            double squares = place.Squares, promise = 0;
            double goal = squares * Math.Min(Exactness * Exactness, squares);
            for (int i = 0; i < 4 * size; i++)
            {
                var bent = f.HessianProduct(place, direction);
                double curvature = Dots.Dot(direction, bent);
                if (!double.IsFinite(curvature)) curvature = 0; // none is to be had: the straight line
                double share = squares / curvature;
                bool isBounded = curvature > 0;
                if (!isBounded && double.IsPositiveInfinity(radius))
                {
                    if (i > 0) return new Step(step, promise, false);
                    radius = 1; // nothing says how far: as far as 1
                }
                double edge = ToEdge(step, direction, radius);
                bool leaves = !isBounded || share >= edge;
                if (leaves) share = edge;
                promise += share * (squares - 0.5 * share * curvature);
                Dots.Axpy(share, direction, step);
                if (leaves) return new Step(step, promise, true);
                Dots.Axpy(share, bent, residual);
                double left = Dots.Dot(residual, residual);
                if (left <= goal) break;
                for (int j = 0; j < size; j++) direction[j] = direction[j] * (left / squares) - residual[j];
                squares = left;
            }
            return new Step(step, promise, false);
        }

        /// <summary>The t &gt; 0 for which |step + t direction| is the radius.</summary>
        static double ToEdge(double[] step, double[] direction, double radius)
        {
            if (double.IsPositiveInfinity(radius)) return radius;
            double a = Dots.Dot(direction, direction), b = Dots.Dot(step, direction), c = radius * radius - Dots.Dot(step, step);
            double root = Math.Sqrt(b * b + a * Math.Max(c, 0));
            return b > 0 ? Math.Max(c, 0) / (b + root) : (root - b) / a;
        }
    }
}
